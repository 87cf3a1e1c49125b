package org.lstmworkbook.spark;

import java.util.Optional;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.util.Utils;

/**
 * Says hello to the masters of Spark's own cluster, as Spark does first. Spark asks one that does
 * not understand it again and again, for a minute, and says why in its log only.
 */
final class MasterCheck {

  private static final String OTHER_VERSION =
      "The master %s is not of the version that the workbook uses, %s. Start the cluster with that version, or take this machine's cores: --master 'local[2]'.";

  private static final String NO_MASTER =
      "What listens at %s does not answer as a master of Spark. Take the address at the top of the master's page, spark://HOST:PORT with usually 7077, not the page's own.";

  /** What Java says of a message whose class is not the same here and there. */
  private static final String OTHER_CLASS = "InvalidClassException";

  private MasterCheck() {}

  /**
   * What is wrong with {@code spark.master}; nothing if it is no address of masters, or if one of
   * them answers.
   */
  static Optional<String> refusal(SparkConf conf) {
    String masters = conf.get("spark.master", "");
    if (!masters.startsWith("spark://")) {
      return Optional.empty();
    }
    SparkConf brief = conf.clone().set("spark.rpc.lookupTimeout", "30s");
    SecurityManager security =
        new SecurityManager(
            brief,
            SecurityManager.$lessinit$greater$default$2(),
            SecurityManager.$lessinit$greater$default$3());
    RpcEnv here = RpcEnv.create("masterCheck", Utils.localHostName(), 0, brief, security, true);
    try {
      Optional<String> refusal = Optional.empty();
      for (String master : Utils.parseStandaloneMasterUrls(masters)) {
        refusal = refusal(here, master);
        if (refusal.isEmpty()) {
          break;
        }
      }
      return refusal;
    } finally {
      here.shutdown();
    }
  }

  private static Optional<String> refusal(RpcEnv here, String master) {
    try {
      here.setupEndpointRef(RpcAddress.fromSparkURL(master), "Master");
      return Optional.empty();
    } catch (Exception e) { // Scala declares none
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      return Optional.of(
          String.valueOf(cause.getMessage()).contains(OTHER_CLASS)
              ? OTHER_VERSION.formatted(master, SparkJobs.version())
              : NO_MASTER.formatted(master));
    }
  }
}
