package org.lstmworkbook.lab.experiments;

import java.util.LinkedHashMap;
import java.util.Map;
import oshi.SystemInfo;

/** What the results were computed on: another processor may give other bits, and other times. */
final class Machine {

  private Machine() {}

  /** Number of cores, the processor's name, the operating system: column → value. */
  static Map<String, Object> current() {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    machine.put("cpu", cpu());
    machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return machine;
  }

  private static String cpu() {
    try {
      return new SystemInfo().getHardware().getProcessor().getName().strip();
    } catch (RuntimeException | LinkageError e) {
      return "unknown"; // a system that the library cannot read is no reason to lose hours of work
    }
  }
}
