package org.lstmworkbook.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lstmworkbook.engine.files.Archive;
import org.lstmworkbook.engine.files.SavedFileException;
import org.lstmworkbook.prepare.SampleData;
import org.lstmworkbook.prepare.Windows;

class ForecasterFileTest {

  @TempDir Path folder;

  private Windows windows;
  private Forecaster forecaster;
  private Path file;

  @BeforeEach
  void save() {
    windows = SampleData.windows("IBM", 20);
    forecaster =
        Forecasters.of(
            PriceLstm.network(5, 8, 0.2, 1e-3, 1),
            windows.within(SampleData.split(windows.matrix()).validation()));
    file = folder.resolve("ibm.forecaster.zip");
    forecaster.save(file);
  }

  @Test
  void givenASavedForecaster_whenLoaded_thenItForecastsTheSameBitsAndKnowsItsOrigin() {
    Forecaster loaded = Forecaster.load(file);

    assertArrayEquals(forecaster.predict(windows), loaded.predict(windows));
    assertEquals(forecaster.scaler(), loaded.scaler());
    assertEquals(forecaster.provenance(), loaded.provenance());
    assertArrayEquals(forecaster.interval().errors(), loaded.interval().errors());
    assertEquals(20, loaded.window());
    assertEquals(1, loaded.horizon());
    assertEquals("log_return", loaded.target());
    assertEquals("IBM", loaded.provenance().ticker());
    assertEquals(42, loaded.provenance().seed());
    assertEquals("1.0.0-M2.1", loaded.provenance().versions().get("deeplearning4j"));
    assertEquals(64, loaded.provenance().dataSha256().length());
  }

  @Test
  void givenATrainingAndItsQuery_whenSavedAndLoaded_thenAllOfItIsThereAndInTheDescription() {
    Forecaster whole = whole();
    whole.save(file);

    Forecaster loaded = Forecaster.load(file);

    assertEquals(whole.provenance(), loaded.provenance());
    assertEquals(whole.data(), loaded.data());
    TrainingSettings settings = loaded.provenance().settings().orElseThrow();
    assertEquals(8, settings.hidden());
    assertEquals(0.2, settings.dropout());
    assertEquals(1e-3, settings.learningRate());
    assertEquals(SampleData.TEST_FROM.plusDays(1), settings.testFrom()); // 2010-08-01 is a Sunday
    assertEquals(1.25, loaded.provenance().scores().get(0).mae());
    assertTrue(
        loaded
            .describe()
            .stringColumn("value")
            .asList()
            .containsAll(List.of("a test", "3270", "64", loaded.data().orElseThrow().sha256())));
    var newer = List.of(new Score("test", "LSTM", 1.5, 2, 1.1, null, 3, 5));
    assertEquals(newer, loaded.withScores(newer).provenance().scores());
  }

  @Test
  void givenAFileFromBeforeForecastersToldTheirOrigin_whenLoaded_thenItForecasts()
      throws IOException {
    whole().save(file);
    JsonNode about = Archive.load(file, "forecaster").about(JsonNode.class);
    ((ObjectNode) about.get("provenance")).remove(List.of("training", "scores"));
    Map<String, byte[]> entries = entries();
    entries.keySet().removeAll(List.of("manifest.json", "data.json"));
    Archive.save(file, "forecaster", about, entries);

    Forecaster old = Forecaster.load(file);

    assertArrayEquals(forecaster.predict(windows), old.predict(windows));
    assertTrue(old.data().isEmpty() && old.provenance().settings().isEmpty());
    assertTrue(old.provenance().scores().isEmpty());
    assertFalse(old.describe().stringColumn("what").asList().contains("query"));
  }

  private Forecaster whole() {
    return forecaster.withScores(List.of(new Score("test", "LSTM", 1.25, 2, 1.1, null, 3, 5)));
  }

  @Test
  void givenTheSameForecaster_whenSavedTwice_thenTheBytesAreTheSame() throws IOException {
    Path again = folder.resolve("again.forecaster.zip");

    Forecaster.load(file).save(again);

    assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again));
  }

  @Test
  void givenATruncatedFile_whenLoaded_thenItSaysCutShort() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int length : new int[] {2, 100, bytes.length / 2, bytes.length - 1}) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertRefused("it is cut short or damaged");
    }
  }

  @Test
  void givenNoZip_whenLoaded_thenItSaysSo() throws IOException {
    Files.writeString(file, "trade_date,close\n2020-01-06,1\n");
    assertRefused("it is no zip file");
    Files.write(file, new byte[0]);
    assertRefused("it is no zip file");
    Files.delete(file);
    var error = assertThrows(SavedFileException.class, () -> Forecaster.load(file));
    assertEquals("There is no forecaster file " + file + ".", error.getMessage());
  }

  @Test
  void givenAMissingEntry_whenLoaded_thenItIsNamed() throws IOException {
    for (String name : new String[] {"manifest.json", "scaler.json", "weights.f32"}) {
      forecaster.save(file);
      Map<String, byte[]> entries = entries();
      entries.remove(name);
      write(entries);
      assertRefused("it has no entry " + name);
    }
  }

  @Test
  void givenAChangedEntry_whenLoaded_thenItIsNamed() throws IOException {
    Map<String, byte[]> entries = entries();
    entries.get("weights.f32")[7] ^= 1;
    write(entries);
    assertRefused("its entry weights.f32 was changed or damaged");
  }

  @Test
  void givenAnotherKindOrFormat_whenLoaded_thenItSaysWhich() throws IOException {
    Archive.save(file, "checkpoint", Map.of(), Map.of());
    assertRefused("it holds a checkpoint, not a forecaster");

    forecaster.save(file);
    editManifest(s -> s.replace("\"format\" : 1", "\"format\" : 2"));
    assertRefused("it has format 2, and this version of the library reads format 1");

    editManifest(s -> "not json");
    assertRefused("its manifest cannot be read");

    editManifest(s -> "null");
    assertRefused("its manifest is not whole");

    forecaster.save(file);
    editManifest(s -> s.replace("\"window\" : 20", "\"window\" : \"twenty\""));
    assertRefused("its manifest does not describe it");
  }

  @Test
  void givenPartsThatDoNotFit_whenLoaded_thenRefusedInWords() throws IOException {
    resave(e -> e.put("weights.f32", Arrays.copyOf(e.get("weights.f32"), 400)));
    assertRefused("its network has 457 weights, but 100 are in it");

    resave(e -> e.put("scaler.json", replaced(e, "scaler.json", "log_return", "close")));
    assertRefused("its target log_return, window 20 and horizon 1 do not fit its features [close,");

    resave(e -> e.put("network.json", replaced(e, "network.json", "\"nin\" : 5", "\"nin\" : 7")));
    assertRefused("its network reads 7 features, but it names 5");

    resave(
        e -> e.put("network.json", replaced(e, "network.json", "\"nout\" : 8", "\"nout\" : 2147")));
    assertRefused("its network has");

    resave(e -> e.remove("validation_errors.json"));
    assertRefused("it has no entry validation_errors.json");
  }

  @Test
  void givenAClassThatIsNoPartOfANetwork_whenLoaded_thenItIsNamedAndNeverMade() throws IOException {
    String adam = "org.nd4j.linalg.learning.config.Adam";
    String other = Trap.class.getName();

    resave(e -> e.put("network.json", replaced(e, "network.json", adam, other)));
    assertRefused("its network.json names " + other);

    // The same key twice, the good name last: what was checked must be what is made.
    resave(
        e ->
            e.put(
                "network.json",
                replaced(
                    e,
                    "network.json",
                    "\"@class\" : \"" + adam,
                    "\"@class\" : \"" + other + "\", \"@class\" : \"" + adam)));
    assertArrayEquals(forecaster.predict(windows), Forecaster.load(file).predict(windows));
    assertFalse(Trap.SPRUNG.get(), "a class named in the file was made");

    resave(e -> e.put("network.json", bytes("[1, 2]")));
    assertRefused("its network.json describes no network");
    resave(e -> e.put("network.json", bytes("{")));
    assertRefused("its entry network.json cannot be read");
  }

  @Test
  void givenAnEntryThatGrowsWithoutEnd_whenLoaded_thenItIsNotReadToItsEnd() throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put("weights.f32", new byte[100 << 20]); // 100 MB of zeros: 100 kB in the zip
    write(entries);

    assertTrue(Files.size(file) < 1 << 20);
    assertRefused("its entry weights.f32 is larger than 67108864 bytes");
  }

  /** What a hostile file would name. */
  public static final class Trap {
    static final AtomicBoolean SPRUNG = new AtomicBoolean();

    public Trap() {
      SPRUNG.set(true);
    }
  }

  /** Saves the forecaster with changed entries, and with the sums that belong to them. */
  private void resave(Consumer<Map<String, byte[]>> change) throws IOException {
    forecaster.save(file);
    JsonNode about = Archive.load(file, "forecaster").about(JsonNode.class);
    Map<String, byte[]> entries = entries();
    entries.remove("manifest.json");
    change.accept(entries);
    Archive.save(file, "forecaster", about, entries);
  }

  private static byte[] replaced(
      Map<String, byte[]> entries, String name, String old, String fresh) {
    assertTrue(text(entries, name).contains(old), "the test changes nothing: " + old);
    return bytes(text(entries, name).replace(old, fresh));
  }

  private void editManifest(UnaryOperator<String> change) throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put("manifest.json", bytes(change.apply(text(entries, "manifest.json"))));
    write(entries);
  }

  private void assertRefused(String why) {
    var error = assertThrows(SavedFileException.class, () -> Forecaster.load(file));
    assertTrue(error.getMessage().startsWith(file + " cannot be used: " + why), error.getMessage());
    assertFalse(error.getMessage().contains("Exception"), error.getMessage());
  }

  private static String text(Map<String, byte[]> entries, String name) {
    return new String(entries.get(name), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Map<String, byte[]> entries() throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return entries;
  }

  private void write(Map<String, byte[]> entries) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
  }
}
