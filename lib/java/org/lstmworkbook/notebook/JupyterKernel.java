package org.lstmworkbook.notebook;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.lang3.reflect.FieldUtils;
import org.apache.commons.lang3.reflect.MethodUtils;

/**
 * The Jupyter kernel that this JVM is. JJava and IJava offer the same calls under different package
 * names, and neither is there at compile time: so they are reached by reflection, here and nowhere
 * else. A bundle is one output in several forms: MIME type to data, of which the viewer takes the
 * best it can show.
 */
final class JupyterKernel {

  /** A kernel's name, the class and static method that give the running one, and its packages. */
  private record Dialect(String name, String holder, String getter, String packages) {}

  private static final List<Dialect> DIALECTS =
      List.of(
          new Dialect(
              "JJava",
              "org.dflib.jjava.jupyter.kernel.BaseKernel",
              "notebookKernel",
              "org.dflib.jjava.jupyter.kernel."),
          new Dialect(
              "IJava",
              "io.github.spencerpark.ijava.IJava",
              "getKernelInstance",
              "io.github.spencerpark.jupyter.kernel."));

  private final Dialect dialect;
  private final Object kernel;

  private JupyterKernel(Dialect dialect, Object kernel) {
    this.dialect = dialect;
    this.kernel = kernel;
  }

  /** The running kernel; empty in a test, a program or a plain JShell. */
  static Optional<JupyterKernel> running() {
    return DIALECTS.stream().flatMap(dialect -> find(dialect).stream()).findFirst();
  }

  private static Optional<JupyterKernel> find(Dialect dialect) {
    try {
      Object kernel = Class.forName(dialect.holder).getMethod(dialect.getter).invoke(null);
      return Optional.ofNullable(kernel).map(found -> new JupyterKernel(dialect, found));
    } catch (ReflectiveOperationException | LinkageError e) {
      return Optional.empty();
    }
  }

  String name() {
    return dialect.name;
  }

  /** Whether both stand for the same kernel. */
  boolean is(JupyterKernel other) {
    return other != null && kernel == other.kernel;
  }

  /** Shows objects of {@code type}, and of its subclasses, as the bundle that is made of them. */
  <T> void render(Class<T> type, Function<T, Map<String, Object>> bundle) {
    Class<?> function = load("display.RenderFunction");
    Object renders =
        Proxy.newProxyInstance(
            function.getClassLoader(),
            new Class<?>[] {function},
            (proxy, method, arguments) -> {
              if (method.getDeclaringClass() == Object.class) {
                return method.invoke(this, arguments);
              }
              fill(call(arguments[1], "getOutputContainer"), bundle.apply(type.cast(arguments[0])));
              return null;
            });
    call(call(call(kernel, "getRenderer"), "createRegistration", type), "register", renders);
  }

  /** Puts a new output into the running cell; {@link #update} can change it later. */
  void display(String id, Map<String, Object> bundle) {
    Object data = data(bundle);
    call(data, "setDisplayId", id);
    call(kernel, "display", data);
  }

  /** Puts {@code bundle} in the place of what was displayed under {@code id}. */
  void update(String id, Map<String, Object> bundle) {
    try {
      call(
          FieldUtils.readField(call(kernel, "getIO"), "display"),
          "updateDisplay",
          id,
          data(bundle));
    } catch (IllegalAccessException e) {
      throw foreign(e);
    }
  }

  private Object data(Map<String, Object> bundle) {
    try {
      Object data = load("display.DisplayData").getConstructor().newInstance();
      fill(data, bundle);
      return data;
    } catch (ReflectiveOperationException e) {
      throw foreign(e);
    }
  }

  private void fill(Object data, Map<String, Object> bundle) {
    bundle.forEach((type, content) -> call(data, "putData", type, content));
  }

  private Class<?> load(String name) {
    try {
      return Class.forName(dialect.packages + name, true, kernel.getClass().getClassLoader());
    } catch (ClassNotFoundException e) {
      throw foreign(e);
    }
  }

  private Object call(Object target, String method, Object... arguments) {
    try {
      return MethodUtils.invokeMethod(target, method, arguments);
    } catch (ReflectiveOperationException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw foreign(e);
    }
  }

  private IllegalStateException foreign(ReflectiveOperationException e) {
    return new IllegalStateException(
        "This " + dialect.name + " is not the one that the workbook knows: " + e, e);
  }
}
