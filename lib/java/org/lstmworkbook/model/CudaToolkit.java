package org.lstmworkbook.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.javacpp.Loader;

/** Which of the two parts that a GPU needs are on this process's class path. Loads neither. */
enum CudaToolkit {
  /** Not even ND4J's CUDA backend: the default installation. */
  NO_BACKEND(
      "only ND4J's CPU backend is installed (with a GPU from Nvidia: ./workbook run --cuda)"),
  /** The backend, but not Nvidia's CUDA 11.6 libraries. */
  NO_LIBRARIES(
      "ND4J's CUDA backend is installed without Nvidia's CUDA 11.6 libraries (./workbook run --cuda"
          + " fetches both)"),
  /** Both. */
  COMPLETE("");

  private final String fault;

  CudaToolkit(String fault) {
    this.fault = fault;
  }

  /** What is missing and what would help, as a clause. */
  String fault() {
    return fault;
  }

  private static final String BACKEND = "org/nd4j/linalg/jcublas/JCublasBackend.class";

  static CudaToolkit find() {
    return find(CudaToolkit.class.getClassLoader(), Loader.getPlatform(), System.getenv());
  }

  static CudaToolkit find(ClassLoader loader, String platform, Map<String, String> environment) {
    if (loader.getResource(BACKEND) == null) {
      return NO_BACKEND;
    }
    String folder = "org/bytedeco/cuda/" + platform + "/";
    boolean bundled =
        loader.getResource(folder + "libcudart.so.11.0") != null
            || loader.getResource(folder + "cudart64_110.dll") != null;
    // Where Nvidia's own installers put it.
    boolean installed =
        environment.containsKey("CUDA_PATH_V11_6")
            || Files.isDirectory(Path.of("/usr/local/cuda-11.6/lib64"));
    return bundled || installed ? COMPLETE : NO_LIBRARIES;
  }
}
