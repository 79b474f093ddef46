package io.aicloudops.assistant.answer.drafts;

/** Kubernetes policies with values to start from. */
final class PolicyTemplates {

  private PolicyTemplates() {}

  static String autoscaler(String name, String namespace, String kind) {
    return """
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata:
      name: %1$s
      namespace: %2$s
    spec:
      scaleTargetRef:
        apiVersion: apps/v1
        kind: %3$s
        name: %1$s
      minReplicas: 2
      maxReplicas: 10
      metrics:
        - type: Resource
          resource:
            name: cpu
            target:
              type: Utilization
              averageUtilization: 70
      behavior:
        scaleDown:
          stabilizationWindowSeconds: 300
    """
        .formatted(name, namespace, kind);
  }

  static String disruptionBudget(String name, String namespace) {
    return """
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata:
      name: %1$s
      namespace: %2$s
    spec:
      maxUnavailable: 1
      selector:
        matchLabels:
          app: %1$s
    """
        .formatted(name, namespace);
  }

  static String networkPolicy(String name, String namespace) {
    return """
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata:
      name: %1$s
      namespace: %2$s
    spec:
      podSelector:
        matchLabels:
          app: %1$s
      policyTypes: [Ingress, Egress]
      ingress:
        - from:
            - podSelector: {}
      egress:
        - to:
            - podSelector: {}
        - ports:
            - {protocol: UDP, port: 53}
            - {protocol: TCP, port: 53}
    """
        .formatted(name, namespace);
  }
}
