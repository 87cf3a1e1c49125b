package io.github.spencerpark.ijava;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import java.util.ArrayList;
import java.util.List;

/**
 * Stands in for IJava's class of this name, which no registry has, and for the kernel that it
 * gives, whose real one needs open sockets: the same methods over IJava's own renderer and display
 * data.
 */
public final class IJava {

  private static Kernel kernel;

  private IJava() {}

  /** The running kernel, or null, as in IJava. */
  public static Kernel getKernelInstance() {
    return kernel;
  }

  /** Starts a kernel. */
  public static Kernel start() {
    kernel = new Kernel();
    return kernel;
  }

  /** Ends the running kernel. */
  public static void stop() {
    kernel = null;
  }

  /** What the library calls of IJava's kernel; it keeps what was sent. */
  public static final class Kernel {

    /** What was displayed, in order. */
    public final List<DisplayData> displayed = new ArrayList<>();

    /** What replaced it later, in order. */
    public final List<DisplayData> updates = new ArrayList<>();

    private final Renderer renderer = new Renderer();

    /** Its renderer. */
    public Renderer getRenderer() {
      return renderer;
    }

    /** Shows {@code data}. */
    public void display(DisplayData data) {
      displayed.add(data);
    }

    /** Its streams. */
    public Streams getIO() {
      return new Streams(new DisplayStream());
    }

    /** The stream of displays. */
    public final class DisplayStream {

      /** Replaces what was displayed under {@code id}. */
      public void updateDisplay(String id, DisplayData data) {
        data.setDisplayId(id);
        updates.add(data);
      }
    }
  }

  /** The kernel's streams; a public field, as in IJava. */
  public static final class Streams {

    /** The stream of displays. */
    public final Kernel.DisplayStream display;

    Streams(Kernel.DisplayStream display) {
      this.display = display;
    }
  }
}
