package io.aicloudops.launcher.demo;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of one fault. Times are seconds from the injection; null where something never
 * happened.
 *
 * @param fault the fault's id
 * @param harmless true if nothing should be done
 * @param injected wall-clock time
 * @param trueCause entity at fault
 * @param trueFaults names for it that count as right
 * @param firstAnomaly seconds
 * @param incident seconds
 * @param namedCauses the first three, as entity and fault
 * @param named seconds until the true cause was among the first three
 * @param remediation action and object of the first that ran
 * @param remediated seconds until it ran
 * @param verified seconds until it was verified
 * @param mended seconds until the shop itself was measured to be well again
 * @param writes writes to the cluster by us
 * @param needless actions at other objects than the one at fault, or more than one at it
 * @param incidents opened meanwhile
 * @param passed all as it should be
 * @param why what is not; empty if it passed
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Observed(
    String fault,
    boolean harmless,
    String injected,
    @JsonProperty("true_cause") String trueCause,
    @JsonProperty("true_faults") List<String> trueFaults,
    @JsonProperty("first_anomaly") @Nullable Double firstAnomaly,
    @Nullable Double incident,
    @JsonProperty("named_causes") List<String> namedCauses,
    @Nullable Double named,
    @Nullable String remediation,
    @Nullable Double remediated,
    @Nullable Double verified,
    @Nullable Double mended,
    int writes,
    List<String> needless,
    List<String> incidents,
    boolean passed,
    String why) {}
