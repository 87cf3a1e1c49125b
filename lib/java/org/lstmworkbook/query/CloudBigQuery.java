package org.lstmworkbook.query;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.lstmworkbook.UserException;

/** BigQuery itself, in a reader's own Google Cloud project. */
public final class CloudBigQuery {

  /** The way back, whoever named the project. */
  static final String OR_THE_SAMPLES =
      "or, to work on the sample prices, leave out --project and unset GOOGLE_CLOUD_PROJECT, which"
          + " Cloud Shell sets.";

  private static final Set<String> SCOPES = Set.of("https://www.googleapis.com/auth/bigquery");

  private CloudBigQuery() {}

  /**
   * Connects to a project with the machine's application-default credentials: one's own sign-in, a
   * service account's key file, an impersonated service account, or the machine's own account. The
   * quota project that they name is billed for quotas. The prices must lie in the project's table
   * {@code market.daily_prices}; README.md tells how to load them. BigQuery finds the dataset's
   * location by itself.
   *
   * <p>An emulator that the environment names (BIGQUERY_EMULATOR_HOST, a URL) takes Google's place.
   *
   * @param project the id of the project that holds the dataset and pays for the queries
   * @throws UserException if there are no credentials on this machine
   */
  public static BigQuery connect(String project) {
    Optional<String> emulator = BigQueryEndpoint.emulator(System.getenv());
    if (emulator.isPresent()) {
      return BigQueryEndpoint.options(project, emulator.get()).getService();
    }
    try {
      return BigQueryOptions.newBuilder()
          .setProjectId(project)
          .setCredentials(GoogleCredentials.getApplicationDefault().createScoped(SCOPES))
          .build()
          .getService();
    } catch (IOException e) {
      throw new UserException(
          "No Google Cloud credentials were found for project "
              + project
              + ". Run: gcloud auth application-default login (or set"
              + " GOOGLE_APPLICATION_CREDENTIALS to a key file), "
              + OR_THE_SAMPLES,
          e);
    }
  }
}
