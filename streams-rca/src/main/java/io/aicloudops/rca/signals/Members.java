package io.aicloudops.rca.signals;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.schemas.event.MetricType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pods of one workload with their series, so many and no more. */
final class Members {

  private static final long MEMBER_IDLE_MS = 180_000;
  private static final long SERIES_IDLE_MS = 3_600_000;

  /** Ticks between two looks for series that are gone. */
  private static final int LOOK_EVERY = 64;

  /** In place of a name: the slot is free. */
  private static final String FREE = "\0";

  private final int maxSeries;
  private final Catalogue catalogue;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private final List<String> slots = new ArrayList<>();
  private int seriesCount;

  Members(int maxSeries, Catalogue catalogue) {
    this.maxSeries = maxSeries;
    this.catalogue = catalogue;
  }

  /** The names of the members by their slots. */
  List<String> slots() {
    return slots;
  }

  /** The member of this name, made if there is none. */
  Member of(String name) {
    Member member = members.get(name);
    if (member == null) {
      int slot = slots.indexOf(FREE);
      if (slot < 0) {
        slot = slots.size();
        slots.add(name);
      } else {
        slots.set(slot, name);
      }
      member = new Member(slot);
      members.put(name, member);
    }
    return member;
  }

  /** Adds a series to a member; gives null if there are too many. */
  @Nullable Series adopt(Member member, String text, MetricType type, long time) {
    if (seriesCount >= maxSeries) {
      return null;
    }
    Series made = Series.of(text, type, catalogue, time);
    member.put(text, made);
    seriesCount++;
    return made;
  }

  /** How many series were last seen in a tick. */
  int seenIn(long tick) {
    int count = 0;
    for (Member member : members.values()) {
      for (Series series : member.all()) {
        count += series.tick == tick ? 1 : 0;
      }
    }
    return count;
  }

  /** Feeds what the series said in a tick that is being closed at this time. */
  void give(long tick, long time) {
    for (Member member : members.values()) {
      for (Series series : member.all()) {
        if (series.tick == tick) {
          series.give(member.slot, time);
        }
      }
    }
  }

  /** Forgets members and, now and then, series that were not heard of for long. */
  void prune(long tick, long time, long intervalMs) {
    long idle = Math.max(MEMBER_IDLE_MS, 10 * intervalMs);
    members
        .values()
        .removeIf(
            member -> {
              boolean gone = time - member.time > idle;
              if (gone) {
                seriesCount -= member.size();
                slots.set(member.slot, FREE);
              }
              return gone;
            });
    if (tick % LOOK_EVERY == 0) {
      long seriesIdle = Math.max(SERIES_IDLE_MS, idle);
      for (Member member : members.values()) {
        seriesCount -= member.removeIf(series -> time - series.time > seriesIdle);
      }
    }
  }

  /** Begins anew in time; names and routes stay. */
  void forgetTimes() {
    members.values().forEach(Member::forgetTimes);
  }

  void write(Packer out) {
    out.i(slots.size());
    slots.forEach(out::text);
    out.i(members.size());
    members.forEach(
        (name, member) -> {
          out.text(name);
          member.write(out, catalogue);
        });
  }

  /** Reads what {@link #write} wrote; see {@link Series#read}. */
  void read(Unpacker in, int version) {
    for (int n = in.i(); n > 0; n--) {
      slots.add(in.text());
    }
    for (int n = in.i(); n > 0; n--) {
      String name = in.text();
      Member member = Member.read(in, version, catalogue);
      seriesCount += member.size();
      members.put(name, member);
    }
  }
}
