package org.lstmworkbook;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order of the rooms in the README: a room uses only those above it. */
class RoomsTest {
  private static final List<String> ROOMS =
      List.of(
          "engine",
          "query",
          "market",
          "prepare",
          "model",
          "evaluate",
          "train",
          "volatility",
          "gates",
          "lab.experiments",
          "notebook",
          "lab.reproduce",
          "lab.jobs",
          "lab.bench");

  private static final JavaClasses LIBRARY =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.lstmworkbook");

  @Test
  void givenTheRoomsInOrder_whenOneIsUsed_thenOnlyByThoseBelowIt() {
    LayeredArchitecture rooms = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String room : ROOMS) {
      rooms = rooms.optionalLayer(room).definedBy("org.lstmworkbook." + room + "..");
    }
    for (int i = 0; i < ROOMS.size(); i++) {
      String[] below = ROOMS.subList(i + 1, ROOMS.size()).toArray(String[]::new);
      rooms =
          below.length == 0
              ? rooms.whereLayer(ROOMS.get(i)).mayNotBeAccessedByAnyLayer()
              : rooms.whereLayer(ROOMS.get(i)).mayOnlyBeAccessedByLayers(below);
    }
    rooms.check(LIBRARY);
  }

  @Test
  void givenTheEmbeddedEndpoint_whenLookingForItsUsers_thenOnlyTheNotebookRoomKnowsIt() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..engine.bigquery..", "..notebook..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..engine.bigquery..")
        .check(LIBRARY);
  }

  /** A class that names a CUDA class in its own code might not load without the CUDA jars. */
  @Test
  void givenTheLibrary_whenItsDependenciesAreRead_thenNoneIsCuda() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.nd4j.linalg.jcublas..", "org.nd4j.jita..", "org.bytedeco.cuda..")
        .check(LIBRARY);
  }
}
