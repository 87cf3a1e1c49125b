package org.lstmworkbook.notebook;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.lang3.reflect.FieldUtils;
import org.dflib.jjava.jupyter.channels.DefaultReplyEnvironment;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.JupyterSocket;
import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.dflib.jjava.jupyter.channels.ShellHandler;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.channels.StdinChannel;
import org.dflib.jjava.jupyter.messages.ContentType;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.publish.PublishError;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.zeromq.ZMQ;

/**
 * After a cell that failed or was stopped, the cells that wait do not run. "Run All" sends all of
 * them at once and leaves it to the kernel to drop those after an error, as Jupyter's protocol says
 * (stop_on_error); JJava runs them, on whatever the stopped cell left behind.
 */
final class StopOnError implements ShellHandler<ExecuteRequest> {

  /** Jupyter's answer for a cell that was not run. */
  private record Aborted(String status) implements ContentType<Aborted> {

    @Override
    @SuppressWarnings("unchecked") // the type of an answer is its name; what it holds may differ
    public MessageType<Aborted> getType() {
      return (MessageType<Aborted>) (MessageType<?>) MessageType.EXECUTE_REPLY;
    }
  }

  /** The running cell, which notes an error. */
  private static final class Cell extends ShellReplyEnvironment {

    private boolean failed;

    Cell(ShellChannel shell, StdinChannel stdin, JupyterSocket published, Message<?> request) {
      super(shell, stdin, published, request);
    }

    @Override
    public <T extends ContentType<T>> void publish(T content) {
      failed |= content instanceof PublishError;
      super.publish(content);
    }
  }

  private final JupyterConnection connection;
  private final ShellHandler<ExecuteRequest> kernel;

  private StopOnError(JupyterConnection connection, ShellHandler<ExecuteRequest> kernel) {
    this.connection = connection;
    this.kernel = kernel;
  }

  /**
   * From the next cell on, once for a kernel.
   *
   * @param cell the running one
   */
  static void install(ShellReplyEnvironment cell) {
    var connection = (JupyterConnection) field(cell.getShell(), "connection");
    ShellHandler<ExecuteRequest> handler = connection.getHandler(MessageType.EXECUTE_REQUEST);
    if (!(handler instanceof StopOnError)) {
      connection.setHandler(MessageType.EXECUTE_REQUEST, new StopOnError(connection, handler));
    }
  }

  @Override
  public void handle(ShellReplyEnvironment environment, Message<ExecuteRequest> request) {
    var shell = (ShellChannel) environment.getShell();
    var stdin = (StdinChannel) field(environment, "stdin");
    var cell = new Cell(shell, stdin, environment.getIopub(), request);
    List<Message<?>> waiting = new ArrayList<>();
    try {
      kernel.handle(cell, request);
      // Before its answer is sent: what a client sends on seeing the error is to run.
      if (cell.failed && request.getContent().shouldStopOnError()) {
        waiting.addAll(waiting(shell));
      }
    } finally {
      cell.resolveDeferrals();
    }
    for (Message<?> each : waiting) {
      if (each.getHeader().getType().equals(MessageType.EXECUTE_REQUEST)) {
        abort(new DefaultReplyEnvironment(shell, cell.getIopub(), each));
      } else {
        pass(shell, each);
      }
    }
  }

  private static List<Message<?>> waiting(ShellChannel shell) {
    List<Message<?>> messages = new ArrayList<>();
    while ((shell.getEvents() & ZMQ.Poller.POLLIN) != 0) {
      messages.add(shell.readMessage());
    }
    return messages;
  }

  private static void abort(DefaultReplyEnvironment cell) {
    cell.setStatusBusy();
    cell.reply(new Aborted("aborted"));
    cell.setStatusIdle();
  }

  @SuppressWarnings("unchecked") // the handler of its type
  private void pass(ShellChannel shell, Message<?> message) {
    var handler =
        (ShellHandler<Object>)
            (ShellHandler<?>) connection.getHandler(message.getHeader().getType());
    if (handler != null) {
      ShellReplyEnvironment environment = connection.prepareReplyEnv(shell, message);
      handler.handle(environment, (Message<Object>) message);
      environment.resolveDeferrals();
      if (environment.isMarkedForShutdown()) {
        connection.close();
      }
    }
  }

  /** What JJava keeps to itself. */
  private static Object field(Object owner, String name) {
    try {
      return FieldUtils.readField(owner, name, true);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
