package io.aicloudops.connect.cdc;

import io.aicloudops.runtime.settings.Secret;
import io.aicloudops.runtime.settings.Setting;
import java.util.Map;

/** Which database is followed, and what its tables mean. */
public record CdcSettings(
    @Setting(
            value =
                "Follow the services and deployments of a PostgreSQL database; it needs wal_level=logical.",
            byDefault = "false")
        boolean enabled,
    @Setting(value = "Host of the database.", byDefault = "localhost") String host,
    @Setting(value = "Port of the database.", byDefault = "5432") int port,
    @Setting(value = "Name of the database.", byDefault = "postgres") String database,
    @Setting(value = "User with the right to replicate.", byDefault = "postgres") String user,
    @Setting(value = "The user's password.", byDefault = "") Secret password,
    @Setting(
            value = "Name of the replication slot and publication that are made and kept.",
            byDefault = "aiops")
        String slot,
    @Setting(
            value = "Cluster of rows that name none; empty for kubernetes.cluster.",
            byDefault = "")
        String cluster,
    @Setting(value = "Namespace of rows that name none.", byDefault = "default") String namespace,
    @Setting(value = "Kind of services of rows that name none.", byDefault = "Deployment")
        String kind,
    @Setting(value = "Table of services; empty for none.", byDefault = "public.services")
        String services,
    @Setting(
            value =
                "Columns of services that are called otherwise: name, namespace, cluster, kind, owner, labels, calls.",
            byDefault = "{}")
        Map<String, String> serviceColumns,
    @Setting(value = "Table of deployments; empty for none.", byDefault = "public.deployments")
        String deployments,
    @Setting(
            value =
                "Columns of deployments that are called otherwise: id, service, namespace, cluster, kind, version,"
                    + " previous, author, time, summary.",
            byDefault = "{}")
        Map<String, String> deploymentColumns) {}
