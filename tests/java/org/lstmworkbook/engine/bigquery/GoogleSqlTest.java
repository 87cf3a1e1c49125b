package org.lstmworkbook.engine.bigquery;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.zetasql.io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lstmworkbook.UserException;

class GoogleSqlTest {

  @ParameterizedTest
  @CsvSource({"Linux, amd64", "Linux, x86_64", "Mac OS X, x86_64", "Mac OS X, aarch64"})
  void givenASystemWithALibrary_whenAsked_thenItRuns(String os, String architecture) {
    assertDoesNotThrow(() -> EmbeddedBigQuery.requireRunsHere(os, architecture));
  }

  @ParameterizedTest
  @CsvSource({"Windows 11, amd64, run the workbook in WSL2", "Linux, aarch64, x86-64 Linux"})
  void givenASystemWithout_whenAsked_thenOneSentenceWithTheCure(
      String os, String architecture, String cure) {
    var error =
        assertThrows(UserException.class, () -> EmbeddedBigQuery.requireRunsHere(os, architecture));

    assertTrue(error.getMessage().contains(os + " on " + architecture), error.getMessage());
    assertTrue(error.getMessage().contains(cure), error.getMessage());
    assertTrue(error.getMessage().contains("GOOGLE_CLOUD_PROJECT"), error.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID_ARGUMENT, 400, invalidQuery",
    "OUT_OF_RANGE, 400, invalidQuery",
    "RESOURCE_EXHAUSTED, 400, resourcesExceeded",
    "UNIMPLEMENTED, 501, notImplemented",
    "CANCELLED, 500, internalError",
    "INTERNAL, 500, internalError",
  })
  void givenAStatusOfNativeCode_whenAnswered_thenByItsCodeAlone(
      Status.Code status, int code, String reason) {
    ApiException error = GoogleSql.error(status.toStatus(), "any words");

    assertEquals(code, error.code());
    assertEquals(reason, error.reason());
  }

  @Test
  void givenATreeTooDeepForJava_whenAnswered_thenNotImplemented() {
    var deep = Status.INTERNAL.withCause(new InvalidProtocolBufferException("deep"));
    Status status = Status.CANCELLED.withCause(deep.asRuntimeException());

    assertEquals("notImplemented", GoogleSql.error(status, "any words").reason());
  }

  @Test
  void givenAnExceptionInNativeCode_whenAnswered_thenTheProcessIsToEnd() {
    assertThrows(OutOfMemoryError.class, () -> GoogleSql.error(Status.UNKNOWN, "any words"));
  }

  @Test
  void givenALibraryThatDoesNotLoad_whenQueried_thenTheCureIsSaid() {
    ApiException error = GoogleSql.unavailable(new UnsatisfiedLinkError("GLIBC_2.29 not found"));

    assertEquals(501, error.code());
    assertTrue(error.getMessage().contains("(GLIBC_2.29 not found). It needs glibc 2.29"));
  }
}
