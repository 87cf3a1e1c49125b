package org.lstmworkbook.model;

import java.time.LocalDate;
import java.util.Map;

/**
 * Where a forecaster comes from: enough to train it again and compare.
 *
 * @param ticker the stock
 * @param from first trading date it was trained on
 * @param to last trading date that it has seen, validation included
 * @param dataSha256 of these rows' names, dates and scaled numbers
 * @param seed of initial weights, dropout and shuffling
 * @param versions of this library, DL4J and Java
 */
public record Provenance(
    String ticker,
    LocalDate from,
    LocalDate to,
    String dataSha256,
    long seed,
    Map<String, String> versions) {}
