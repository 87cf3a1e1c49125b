package org.lstmworkbook.notebook;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.dflib.jjava.jupyter.channels.JupyterSocket;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.publish.PublishStream;
import org.dflib.jjava.jupyter.messages.publish.PublishStream.StreamType;

/**
 * Sends what cells print. The first text goes out at once; what is printed while it is being sent,
 * and shortly after, goes out together: a loop that prints 200,000 lines makes some hundred
 * messages. When the reader's side is slower than the cell, the cell waits; nothing is dropped.
 *
 * <p>Order: as long as text waits here, the thread that sends it holds the socket's lock. So
 * nothing that the kernel sends after it (a plot, a result, the end of the cell) overtakes it.
 */
final class OutputBuffer {

  /** Characters that wait before printing waits, too. */
  private static final int LIMIT = 1 << 16;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** Text of one stream of one cell. */
  private record Part(ShellReplyEnvironment cell, StreamType type, StringBuilder text) {
    boolean continues(ShellReplyEnvironment other, StreamType otherType) {
      return cell == other && type == otherType;
    }
  }

  private final Executor sender =
      Executors.newSingleThreadExecutor(
          task -> {
            var thread = new Thread(task, "cell output");
            thread.setDaemon(true);
            return thread;
          });
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Part> parts = new ArrayDeque<>();
  private int waiting;
  private boolean sending;

  /** Whether the sending thread has the socket's lock already. */
  private boolean holding;

  /**
   * Has the kernel's socket wait, rather than drop messages, when a thousand have not been read.
   */
  static void dropNothing(ShellReplyEnvironment cell) {
    JupyterSocket socket = cell.getIopub();
    synchronized (socket) {
      socket.setXpubNoDrop(true);
    }
  }

  /** Takes text to be sent; returns when it is sure that nothing will overtake it. */
  void add(ShellReplyEnvironment cell, StreamType type, String text) {
    if (Thread.holdsLock(cell.getIopub())) { // a log line of the sending itself
      send(new Part(cell, type, new StringBuilder(text)));
      return;
    }
    lock.lock();
    try {
      while (waiting > LIMIT) {
        changed.awaitUninterruptibly();
      }
      if (parts.isEmpty() || !parts.getLast().continues(cell, type)) {
        parts.add(new Part(cell, type, new StringBuilder()));
      }
      parts.getLast().text().append(text);
      waiting += text.length();
      if (!sending) {
        sending = true;
        sender.execute(() -> sendAll(cell.getIopub()));
      }
      while (sending && !holding) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private void sendAll(JupyterSocket socket) {
    synchronized (socket) {
      lock.lock();
      try {
        holding = true;
        changed.signalAll();
        while (!parts.isEmpty()) {
          Part part = parts.remove();
          waiting -= part.text().length();
          changed.signalAll();
          lock.unlock();
          try {
            send(part);
            LockSupport.parkNanos(PAUSE_NANOS);
          } finally {
            lock.lock();
          }
        }
      } finally {
        holding = false;
        sending = false;
        changed.signalAll();
        lock.unlock();
      }
    }
  }

  /** Past the cell's own {@code publish}, which only the cell's thread may call. */
  private static void send(Part part) {
    var content = new PublishStream(part.type(), part.text().toString());
    part.cell()
        .getIopub()
        .sendMessage(new Message<>(part.cell().getContext(), content.getType(), content));
  }
}
