package org.lstmworkbook.market;

import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** By which names vendors call the columns of {@link DailyPrices#COLUMNS}. */
final class ColumnNames {

  /** The best name of a column first: of two that a file has, the better one is taken. */
  private static final Map<String, List<String>> KNOWN =
      """
      ticker: ticker, symbol, stock, tic, code, instrument, asset, name
      trade_date: trade date, date, trading day, trading date, exchange date, day, datum, fecha, data, 日期
      trade_date: datetime, date time, dtyyyymmdd, timestamp, open time, time, unix, t
      open: open, open price, opening price, px open, eroffnung, eroffn, erster, ouverture, ouv
      open: apertura, abertura, otwarcie, 开盘, o
      high: high, high price, day high, px high, hoch, tageshoch, plus haut, haut, maximo, maxima
      high: massimo, max, hoog, najwyzszy, 最高, h
      low: low, low price, day low, px low, tief, tagestief, plus bas, bas, minimo, minima
      low: min, laag, najnizszy, 最低, l
      close: close, close last, close price, closing price, px last, schluss, schlusskurs, zuletzt
      close: cloture, clot, dernier, cierre, ultimo, chiusura, fechamento, slot, zamkniecie, 收盘
      close: last, last price, settle, price, c
      adj_close: adj close, adjclose, adjusted close, adjustedclose, adj close price, close adj
      adj_close: close adjusted
      volume: volume, vol, px volume, number of shares, stuecke, stuck, volumen, wolumen, 成交量
      volume: shares traded, total volume, quantity, tickvol, v
      """
          .lines()
          .map(line -> line.split(": "))
          .collect(
              Collectors.groupingBy(
                  line -> line[0],
                  Collectors.flatMapping(
                      line -> Stream.of(line[1].split(", ")), Collectors.toList())));

  private ColumnNames() {}

  /**
   * Where each known column lies. An index column of pandas without a name counts as the date where
   * there is no other. Of several {@code Volume …} columns, as exchanges for coins have, the first
   * is taken.
   *
   * @param header the names, as the file writes them
   */
  static Map<String, Integer> find(List<String> header) {
    List<String> names = header.stream().map(ColumnNames::plain).toList();
    Map<String, Integer> found = new TreeMap<>();
    KNOWN.forEach(
        (column, aliases) ->
            aliases.stream()
                .map(names::indexOf)
                .filter(index -> index >= 0)
                .findFirst()
                .ifPresent(index -> found.put(column, index)));
    if (!found.containsKey("volume")) {
      names.stream()
          .filter(name -> name.startsWith("volume "))
          .findFirst()
          .ifPresent(name -> found.put("volume", names.indexOf(name)));
    }
    if (!found.containsKey("trade_date") && !header.isEmpty() && header.get(0).isEmpty()) {
      found.put("trade_date", 0);
    }
    return found;
  }

  /** The names that a header writes twice where one is needed. */
  static List<String> twice(List<String> header) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    header.forEach(name -> counts.merge(plain(name), 1, Integer::sum));
    return find(header).values().stream()
        .map(header::get)
        .filter(name -> counts.get(plain(name)) > 1)
        .toList();
  }

  static boolean isDate(String name) {
    return KNOWN.get("trade_date").contains(plain(name));
  }

  /**
   * Lower case without accents, words apart by one space, no number before and no currency behind:
   * {@code <CLOSE>} and {@code 4. close} are "close".
   */
  static String plain(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]+", " ")
        .strip()
        .replaceAll("^\\d+ | (usd|eur|gbp)$", "");
  }
}
