package org.lstmworkbook.query;

/**
 * What a query costs on demand. BigQuery bills the bytes of the columns that a query reads, not
 * those of its answer: rounded up to the megabyte, and ten megabytes at the least.
 *
 * <p>The price is Google's list price for the US, {@value #DOLLARS_A_TIB} dollars a TiB, see
 * https://cloud.google.com/bigquery/pricing. The first TiB of a month is free, which is not
 * subtracted here; other regions and flat-rate projects pay otherwise.
 *
 * @param bytesProcessed what the query reads
 */
public record QueryCost(long bytesProcessed) {

  /** Google's list price on demand, in the US. */
  public static final double DOLLARS_A_TIB = 6.25;

  private static final long MIB = 1L << 20;
  private static final long MIN_BILLED = 10 * MIB;
  private static final double TIB = 1L << 40;

  /** In bytes. A query that reads nothing is free. */
  public long bytesBilled() {
    long wholeMegabytes = (bytesProcessed + MIB - 1) / MIB * MIB;
    return bytesProcessed == 0 ? 0 : Math.max(MIN_BILLED, wholeMegabytes);
  }

  /** In US dollars, at {@link #DOLLARS_A_TIB}. */
  public double dollars() {
    return bytesBilled() / TIB * DOLLARS_A_TIB;
  }
}
