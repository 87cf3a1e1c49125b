package org.lstmworkbook.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.math3.random.RandomGenerator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.lstmworkbook.UserException;
import org.lstmworkbook.engine.files.Archive;
import org.lstmworkbook.model.PriceLstm;
import org.lstmworkbook.prepare.FeatureMatrix;
import org.lstmworkbook.prepare.MinMaxScaler;
import org.lstmworkbook.prepare.RowRange;
import org.lstmworkbook.prepare.Split;
import org.lstmworkbook.prepare.Windows;

/**
 * Random search for settings: each trial draws them from a space, trains on the training rows, and
 * is scored on the validation rows. The test rows are not even kept, so no trial can see one.
 *
 * <p>Random, not a grid: if two of five settings matter, a grid of 32 trials tries two values of
 * each, while 32 random trials try 32 (Bergstra and Bengio 2012).
 *
 * <p>Trial n depends on the seed and on n only: the same search makes the same trials, and a search
 * that was interrupted goes on from its file as if it had not been. All trials are scored on the
 * same days, those that the longest window of the space leaves.
 *
 * <pre>{@code
 * var found = Search.of(matrix, "log_range", split).seed(7).file(path).run(SearchSpace.usual(), 20);
 * }</pre>
 */
public final class Search {

  private static final String KIND = "search";

  /** What a search must have in common with the one it goes on from, and the trials of that one. */
  private record About(String search, List<Trial> trials) {}

  private final FeatureMatrix rows;
  private final String target;
  private final RowRange train;
  private final RowRange validation;
  private int epochs = 20;
  private int patience = 5;
  private long seed = 42;
  private Path file;
  private Consumer<Trial> listener = trial -> {};

  private Search(FeatureMatrix rows, String target, Split split) {
    this.rows = rows;
    this.target = target;
    this.train = split.train();
    this.validation = split.validation();
  }

  /**
   * A search with 20 epochs a trial at most, patience 5, seed 42, and no file. The scaler is fitted
   * here, on the training rows.
   *
   * @param matrix all rows; those from the test on are left out
   * @param target the feature to forecast, one day ahead
   * @throws UserException if there is no such feature
   */
  public static Search of(FeatureMatrix matrix, String target, Split split) {
    matrix.indexOf(target);
    FeatureMatrix known = matrix.unscaled().first(split.validation().to());
    return new Search(MinMaxScaler.fit(known, split.train()).transform(known), target, split);
  }

  /** The most epochs of a trial, at least 1. */
  public Search epochs(int maximum) {
    epochs = Trainer.atLeastOne("epochs", maximum);
    return this;
  }

  /** Epochs without a better validation loss before a trial stops, at least 1. */
  public Search patience(int epochsWithoutGain) {
    patience = Trainer.atLeastOne("patience", epochsWithoutGain);
    return this;
  }

  /** Decides what is tried, and each trial's own seed. */
  public Search seed(long seed) {
    this.seed = seed;
    return this;
  }

  /** Where each trial is saved when it is done; a search whose file is there goes on from it. */
  public Search file(Path file) {
    this.file = file;
    return this;
  }

  /** A listener that is told of each trial that was trained; of those in the file it is not. */
  public Search listener(Consumer<Trial> listener) {
    this.listener = listener;
    return this;
  }

  /** The rows that the search holds, scaled: training and validation, and not one of the test. */
  public FeatureMatrix rows() {
    return rows;
  }

  /**
   * Makes trials until there are so many, those in the file included.
   *
   * @throws UserException if no window of the space's longest fits a part
   * @throws TrainingInterruptedException if the thread was interrupted: says where to go on
   * @throws org.lstmworkbook.engine.files.SavedFileException if the file cannot be written, or is
   *     of another search
   */
  public SearchResult run(SearchSpace space, int count) {
    Trainer.atLeastOne("number of trials", count);
    windows(train, space, (int) space.window().maximum());
    windows(validation, space, (int) space.window().maximum());
    String search = identity(space);
    List<Trial> trials = new ArrayList<>(saved(search));
    while (trials.size() < count) {
      Trial trial = next(space, trials.size() + 1, count);
      trials.add(trial);
      if (file != null) {
        Archive.save(file, KIND, new About(search, trials), Map.of());
      }
      listener.accept(trial);
    }
    return new SearchResult(trials.subList(0, count));
  }

  private Trial next(SearchSpace space, int number, int count) {
    try {
      return trial(space, number);
    } catch (TrainingInterruptedException e) {
      throw new TrainingInterruptedException(
          "The search was interrupted in trial %d of %d. %s"
              .formatted(
                  number,
                  count,
                  file == null
                      ? "No file was named, so it begins anew next time."
                      : "The trials before it are in %s: run the search again to go on."
                          .formatted(file)));
    }
  }

  /**
   * One trial by itself, the same as {@link #run} makes it: for those who spread a search over
   * machines. No file is read or written.
   *
   * @param number counted from 1
   * @throws UserException if no window of the space's longest fits a part
   */
  public Trial trial(SearchSpace space, int number) {
    long began = System.nanoTime();
    RandomGenerator random = Batches.random(seed, number);
    Hyperparameters settings = space.draw(random);
    int own = random.nextInt(Integer.MAX_VALUE);
    MultiLayerNetwork network =
        PriceLstm.network(
            rows.features(), settings.hidden(), settings.dropout(), settings.learningRate(), own);
    Trainer trainer =
        Trainer.of(
                network,
                windows(train, space, settings.window()),
                windows(validation, space, settings.window()))
            .batchSize(settings.batchSize())
            .epochs(epochs)
            .patience(patience)
            .seed(own);
    double loss = Double.POSITIVE_INFINITY;
    int best = 0;
    try {
      History history = trainer.fit();
      best = history.bestEpoch();
      loss = history.epochs().get(best - 1).validationLoss();
    } catch (TrainingDivergedException e) {
      // such settings are no good, which is what this trial was to find out
    }
    return new Trial(number, settings, own, loss, best, (System.nanoTime() - began) / 1e9);
  }

  /** The targets of a part that are the same whatever the window: a shorter one begins later. */
  private Windows windows(RowRange part, SearchSpace space, int length) {
    int spare = (int) space.window().maximum() - length;
    return Windows.over(rows, target, length, 1)
        .within(new RowRange(Math.min(part.from() + spare, part.to()), part.to()));
  }

  /** The trials in the file; none if there is no file yet. */
  private List<Trial> saved(String search) {
    if (file == null || !Files.exists(file)) {
      return List.of();
    }
    Archive archive = Archive.load(file, KIND);
    About about = archive.about(About.class);
    if (!search.equals(about.search)) {
      throw archive.refuse(
          "it is of another search: its space, seed, target, rows, epochs or patience differ");
    }
    return about.trials;
  }

  /** All that decides each trial, as text. */
  private String identity(SearchSpace space) {
    return "%s seed %d target %s epochs %d patience %d train %s validation %s rows %s"
        .formatted(
            space,
            seed,
            target,
            epochs,
            patience,
            train,
            validation,
            rows.sha256(new RowRange(0, rows.rows())));
  }
}
