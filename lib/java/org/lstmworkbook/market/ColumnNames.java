package org.lstmworkbook.market;

import java.text.Normalizer;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** By which names vendors call the columns of {@link DailyPrices#COLUMNS}. */
final class ColumnNames {

  /** The best name of a column first: of two that a file has, the better one is taken. */
  private static final Map<String, List<String>> KNOWN =
      """
      ticker: ticker, symbol, stock, tic, code, instrument, asset, name
      trade_date: trade date, date, dates, trading day, trading date, exchange date, day, datum, fecha, data
      trade_date: datetime, date time, dtyyyymmdd, timestamp, open time, time, unix, t
      trade_date: 日期, 日付, 日付け, 날짜, 일자
      open: open, open price, opening price, px open, eroffnung, eroffn, erster, ouverture, ouv
      open: apertura, abertura, otwarcie, 开盘, 开盘价, 始値, 시가, o
      high: high, high price, day high, px high, hoch, tageshoch, plus haut, haut, maximo, maxima
      high: massimo, max, hoog, najwyzszy, 最高, 最高价, 高値, 고가, h
      low: low, low price, day low, px low, tief, tagestief, plus bas, bas, minimo, minima
      low: min, laag, najnizszy, 最低, 最低价, 安値, 저가, l
      close: close, close last, close price, closing price, px last, schluss, schlusskurs, zuletzt
      close: cloture, clot, dernier, cierre, ultimo, chiusura, fechamento, slot, zamkniecie
      close: 收盘, 收盘价, 終値, 종가, last, last price, latest, settle, price, c
      adj_close: adj close, adjclose, adjusted close, adjustedclose, adj close price, close adj
      adj_close: close adjusted, 調整後終値
      volume: volume, vol, px volume, number of shares, no of shares, stuecke, stucke, stuck, volumen
      volume: wolumen, shares traded, volume traded, total volume, quantity, tickvol, 成交量, 出来高, 거래량, v
      """
          .lines()
          .map(line -> line.split(": "))
          .collect(
              Collectors.groupingBy(
                  line -> line[0],
                  Collectors.flatMapping(
                      line -> Stream.of(line[1].split(", ")), Collectors.toList())));

  /** Neither a moving average of the volume nor a price weighted by it. */
  private static final Pattern COIN_VOLUME = Pattern.compile("volume (?!sma|ema)[a-z0-9]{3,5}");

  private static final String MONEY = ".* (usd[ct]?|eur|gbp)";

  private ColumnNames() {}

  /**
   * Where each known column lies. An index column of pandas without a name counts as the date where
   * there is no other. Of {@code Volume BTC} and {@code Volume USD}, as exchanges for coins write
   * them, the one that counts coins is taken.
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
          .filter(name -> COIN_VOLUME.matcher(name).matches())
          .min(Comparator.comparing(name -> name.matches(MONEY)))
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
   * Lower case without accents, words apart by one space, no number before and no currency behind a
   * price: {@code <CLOSE>} and {@code 4. close} are "close".
   */
  static String plain(String name) {
    String bare = Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    // Korean syllables, which NFD takes apart, are put together again.
    return Normalizer.normalize(bare, Normalizer.Form.NFC)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]+", " ")
        .strip()
        .replaceAll("^\\d+ |(?<!^volume) (usd|eur|gbp)$", "");
  }
}
