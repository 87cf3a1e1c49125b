package org.lstmworkbook.query;

import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.storage.v1.BigQueryReadSettings;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Where BigQuery is: at Google, unless an emulator is named in the environment: {@value #REST} is a
 * URL, as for Google's client for Python; {@value #STORAGE}, a host with its port, is our own name.
 */
final class BigQueryEndpoint {

  static final String REST = "BIGQUERY_EMULATOR_HOST";
  static final String STORAGE = "BIGQUERY_STORAGE_EMULATOR_HOST";

  /** A row batch is 1 to 10 MB. */
  private static final int MAX_MESSAGE_BYTES = 64 << 20;

  private BigQueryEndpoint() {}

  /** The URL of an emulator. */
  static Optional<String> emulator(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(REST)).filter(url -> !url.isBlank());
  }

  /**
   * How to reach the Storage Read API that belongs to a client's BigQuery.
   *
   * @return nothing for an endpoint that has none, such as the embedded one
   */
  static Optional<BigQueryReadSettings> storage(
      BigQueryOptions options, Map<String, String> environment) {
    try {
      String host = options.getHost();
      if (host == null || host.contains("googleapis.com")) {
        return Optional.of(
            BigQueryReadSettings.newBuilder()
                .setCredentialsProvider(
                    FixedCredentialsProvider.create(options.getScopedCredentials()))
                .setQuotaProjectId(options.getQuotaProjectId())
                .build());
      }
      String storage = environment.get(STORAGE);
      if (storage == null || !emulator(environment).filter(host::equals).isPresent()) {
        return Optional.empty();
      }
      return Optional.of(plaintext(storage));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Settings for a server on this machine, without TLS and credentials. */
  static BigQueryReadSettings plaintext(String hostAndPort) throws IOException {
    return BigQueryReadSettings.newBuilder()
        .setEndpoint(hostAndPort)
        .setCredentialsProvider(NoCredentialsProvider.create())
        .setTransportChannelProvider(
            BigQueryReadSettings.defaultGrpcTransportProviderBuilder()
                .setChannelConfigurator(channel -> channel.usePlaintext())
                .setMaxInboundMessageSize(MAX_MESSAGE_BYTES)
                .build())
        .build();
  }

  /** Options of a client for an emulator. */
  static BigQueryOptions options(String project, String url) {
    return BigQueryOptions.newBuilder()
        .setProjectId(project)
        .setHost(url)
        .setCredentials(NoCredentials.getInstance())
        .build();
  }
}
