package io.aicloudops.forecast.workload;

import io.aicloudops.forecast.capacity.InstanceCapacity;
import io.aicloudops.forecast.capacity.ScalingPolicy;
import io.aicloudops.forecast.capacity.StartupTime;
import io.aicloudops.forecast.resource.RightSize;
import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;
import io.aicloudops.schemas.event.RightSizing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is remembered of one workload. Its state has a small part that changes with every batch and
 * larger ones that change once a minute or an hour, so that a store writes little.
 */
public final class Workload {

  /** Version of the state's layout. */
  static final int VERSION = 3;

  private static final String RESOURCES = "resources";

  /** A time that never was. */
  public static final long NEVER = Long.MIN_VALUE;

  final ForecastRules rules;
  final String entity;
  final Map<String, SignalMemory> signals = new LinkedHashMap<>();
  final InstanceCapacity capacity = new InstanceCapacity();
  final StartupTime startup = new StartupTime();
  final ScalingPolicy policy;
  final LoadPlan plan;
  final Resources resources = new Resources();
  String loadSignal = "";
  long loadSeenAt = NEVER;
  double load = Double.NaN;
  int replicas;
  int ready;
  int hpaMin;
  int hpaMax;
  double usualReplicas;
  double cpuLimit;
  long intervalMs;
  long firstAt = NEVER;
  long lastAt = NEVER;
  int advised;
  long advisedAt = NEVER;
  long alertSince = NEVER;
  String alertName = "";
  long resourcesHour = NEVER;
  long fullSince = NEVER;
  String fullSignal = "";

  /** A workload nothing is known of. */
  public Workload(String entity, ForecastRules rules) {
    this.entity = entity;
    this.rules = rules;
    policy = new ScalingPolicy(rules.scaling());
    plan = new LoadPlan(rules.leadTime(), rules.scaling().shortageTarget());
  }

  /** Its name: {@code cluster/namespace/kind/name}. */
  public String entity() {
    return entity;
  }

  /** Event time of its newest batch; {@link #NEVER} if there was none. */
  public long lastAt() {
    return lastAt;
  }

  /** Whether the topology ever said that it has instances; then it also says when it is gone. */
  public boolean deployed() {
    return usualReplicas > 0;
  }

  RightSize cpuSize() {
    double limit = cpuLimit > 0 ? cpuLimit : Double.NaN;
    return RightSize.of(RightSize.Kind.CPU, resources.cpu, resources.cpuRequest, limit);
  }

  RightSize memorySize() {
    return RightSize.of(
        RightSize.Kind.MEMORY, resources.memory, resources.memoryRequest, resources.memoryLimit);
  }

  /** What its instances should request, of the resources of which a day was seen. */
  List<RightSizing> rightSizes() {
    List<RightSizing> sizes = new ArrayList<>();
    add(sizes, "cpu", cpuSize());
    add(sizes, "memory", memorySize());
    return sizes;
  }

  private static void add(List<RightSizing> sizes, String resource, RightSize size) {
    if (Double.isFinite(size.request())) {
      sizes.add(
          RightSizing.newBuilder()
              .setResource(resource)
              .setRequest(size.request())
              .setLimit(size.limit())
              .setPresentRequest(size.presentRequest())
              .setPresentLimit(size.presentLimit())
              .setEvidence(size.evidence())
              .build());
    }
  }

  /** Gives every part of the state that changed to the sink; the head always. */
  public void save(StateSink sink) {
    sink.put("", head());
    for (SignalMemory memory : signals.values()) {
      for (int track = SignalMemory.MINUTES; track <= SignalMemory.HOURS; track++) {
        if (memory.takeChanged(track)) {
          StateWriter out = new StateWriter(VERSION);
          memory.slots(track).writeSlots(out);
          sink.put(part(memory.name(), track), out.bytes());
        }
      }
    }
    plan.save(sink, VERSION);
    if (resources.takeChanged()) {
      StateWriter out = new StateWriter(VERSION);
      resources.writeProfiles(out);
      sink.put(RESOURCES, out.bytes());
    }
  }

  /** A workload as it was saved. */
  public static Workload load(String entity, ForecastRules rules, StateSource source) {
    Workload workload = new Workload(entity, rules);
    byte[] head = source.get("");
    if (head == null || !StateReader.reads(head, VERSION)) {
      return workload; // An older layout is not read: what it held is learned again in a day.
    }
    workload.readHead(new StateReader(head, VERSION));
    for (SignalMemory memory : workload.signals.values()) {
      for (int track = SignalMemory.MINUTES; track <= SignalMemory.HOURS; track++) {
        byte[] slots = source.get(part(memory.name(), track));
        if (slots != null && StateReader.reads(slots, VERSION)) {
          memory.slots(track).readSlots(new StateReader(slots, VERSION));
        }
      }
    }
    workload.plan.load(source, VERSION);
    byte[] profiles = source.get(RESOURCES);
    if (profiles != null && StateReader.reads(profiles, VERSION)) {
      workload.resources.readProfiles(new StateReader(profiles, VERSION));
    }
    return workload;
  }

  /** Names of all parts that may have been saved. */
  public List<String> parts() {
    List<String> parts = new ArrayList<>();
    parts.add("");
    for (String signal : signals.keySet()) {
      parts.add(part(signal, SignalMemory.MINUTES));
      parts.add(part(signal, SignalMemory.HOURS));
    }
    parts.add("planner");
    parts.add(RESOURCES);
    LoadChunks.names().forEach(parts::add);
    return parts;
  }

  private static String part(String signal, int track) {
    return (track == SignalMemory.MINUTES ? "minutes/" : "hours/") + signal;
  }

  private byte[] head() {
    StateWriter out = new StateWriter(VERSION);
    out.putText(loadSignal).putLong(loadSeenAt).putDouble(load);
    out.putInt(replicas)
        .putInt(ready)
        .putInt(hpaMin)
        .putInt(hpaMax)
        .putDouble(usualReplicas)
        .putDouble(cpuLimit);
    out.putLong(intervalMs).putLong(firstAt).putLong(lastAt);
    out.putInt(advised).putLong(advisedAt).putLong(alertSince).putText(alertName);
    out.putLong(resourcesHour).putLong(fullSince).putText(fullSignal);
    resources.writeOpen(out);
    capacity.write(out);
    startup.write(out);
    policy.write(out);
    plan.write(out);
    out.putInt(signals.size());
    for (SignalMemory memory : signals.values()) {
      out.putText(memory.name()).putLong(memory.fineStep());
      memory.write(out);
    }
    return out.bytes();
  }

  private void readHead(StateReader in) {
    loadSignal = in.getText();
    loadSeenAt = in.getLong();
    load = in.getDouble();
    replicas = in.getInt();
    ready = in.getInt();
    hpaMin = in.getInt();
    hpaMax = in.getInt();
    usualReplicas = in.getDouble();
    cpuLimit = in.getDouble();
    intervalMs = in.getLong();
    firstAt = in.getLong();
    lastAt = in.getLong();
    advised = in.getInt();
    advisedAt = in.getLong();
    alertSince = in.getLong();
    alertName = in.getText();
    resourcesHour = in.getLong();
    fullSince = in.getLong();
    fullSignal = in.getText();
    resources.readOpen(in);
    capacity.read(in);
    startup.read(in);
    policy.read(in);
    plan.read(in);
    for (int n = in.getInt(); n > 0; n--) {
      SignalMemory memory = new SignalMemory(in.getText(), in.getLong(), rules.period());
      memory.read(in);
      signals.put(memory.name(), memory);
    }
  }
}
