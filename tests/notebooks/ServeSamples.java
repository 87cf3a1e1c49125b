import com.google.auth.oauth2.OAuth2Credentials;
import java.nio.file.Path;
import org.lstmworkbook.engine.bigquery.EmbeddedBigQuery;
import org.lstmworkbook.market.PriceCsv;

/** The embedded BigQuery endpoint for a client in another process: prints where it is and its token, and serves until its input ends. */
class ServeSamples {

  public static void main(String[] samples) throws Exception {
    try (var endpoint =
        EmbeddedBigQuery.start("market", () -> PriceCsv.readAll(Path.of(samples[0])).setName("daily_prices"))) {
      var credentials = (OAuth2Credentials) endpoint.client().getOptions().getCredentials();
      System.out.println(endpoint.url() + " " + credentials.getAccessToken().getTokenValue());
      System.in.transferTo(System.out);
    }
  }
}
