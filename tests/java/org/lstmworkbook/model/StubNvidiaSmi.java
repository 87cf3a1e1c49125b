package org.lstmworkbook.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Answers as nvidia-smi does, for machines that no test has. */
final class StubNvidiaSmi implements NvidiaSmi.Command {

  private final List<String> lines = new ArrayList<>();
  private final boolean knowsCapability;
  private int status;

  private StubNvidiaSmi(boolean knowsCapability) {
    this.knowsCapability = knowsCapability;
  }

  static StubNvidiaSmi current() {
    return new StubNvidiaSmi(true);
  }

  /** One of a driver before 510, which refuses to be asked for the compute capability. */
  static StubNvidiaSmi before510() {
    return new StubNvidiaSmi(false);
  }

  /** Adds a GPU with 8 GiB, of which so much is free. */
  StubNvidiaSmi gpu(String name, String driver, String capability, int freeMebibytes) {
    int index = lines.size();
    String line = "%d, GPU-%d0c0ffee, %s, %s, %d, 8192";
    lines.add(
        line.formatted(index, index, name, driver, freeMebibytes)
            + (knowsCapability ? ", " + capability : ""));
    return this;
  }

  StubNvidiaSmi says(int exitStatus, String text) {
    status = exitStatus;
    lines.add(text);
    return this;
  }

  @Override
  public NvidiaSmi.Output run(List<String> words) throws IOException {
    if (!words.get(0).equals("nvidia-smi")) {
      throw new IOException("no such program: " + words.get(0));
    }
    if (!knowsCapability && words.get(1).contains("compute_cap")) {
      return new NvidiaSmi.Output(2, "Field \"compute_cap\" is not a valid field to query.\n");
    }
    return new NvidiaSmi.Output(status, String.join("\n", lines) + "\n");
  }
}
