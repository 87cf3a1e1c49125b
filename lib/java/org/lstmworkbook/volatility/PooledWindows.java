package org.lstmworkbook.volatility;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.lstmworkbook.prepare.Examples;
import org.lstmworkbook.prepare.Windows;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The windows of several stocks as one set, so that one network learns from all; no window spans
 * two stocks.
 *
 * @param parts a stock's windows each
 */
record PooledWindows(List<Windows> parts) implements Examples {

  @Override
  public int size() {
    return parts.stream().mapToInt(Windows::size).sum();
  }

  /** {@inheritDoc} They come out stock by stock; targets are [batch, 1]. */
  @Override
  public Batch gather(int... windows) {
    var inputs = new ArrayList<INDArray>();
    var targets = new ArrayList<INDArray>();
    int first = 0;
    for (Windows part : parts) {
      int begin = first;
      int[] own =
          Arrays.stream(windows)
              .filter(w -> w >= begin && w < begin + part.size())
              .map(w -> w - begin)
              .toArray();
      if (own.length > 0) {
        Batch batch = part.gather(own);
        inputs.add(batch.inputs());
        targets.add(batch.targets());
      }
      first += part.size();
    }
    return new Batch(
        Nd4j.concat(0, inputs.toArray(INDArray[]::new)),
        Nd4j.concat(0, targets.toArray(INDArray[]::new)));
  }
}
