package org.lstmworkbook.market;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A file of daily prices in a vendor's own style, with the rows that a reader must find in it. */
final class VendorFile {

  enum Vendor {
    YAHOO("Date,Open,High,Low,Close,Adj Close,Volume", "date,o,h,l,c,a,v", "yyyy-MM-dd"),
    NASDAQ("Date,Close/Last,Volume,Open,High,Low", "date,$c,v,$o,$h,$l", "MM/dd/yyyy"),
    STOOQ(
        "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>",
        "A,D,date,000000,o,h,l,c,v",
        "yyyyMMdd"),
    BANK("Datum;Schluss;Hoch;Tief;Erster;Volumen", "date;c;h;l;o;v", "dd.MM.yyyy"),
    NSE(
        "\"Date \",\"series \",\"OPEN \",\"HIGH \",\"LOW \",\"close \",\"VOLUME \"",
        "\"date\",\"EQ\",\"o\",\"h\",\"l\",\"c\",\"v\"",
        "dd-MMM-yyyy"),
    INVESTING(
        "\"Date\",\"Price\",\"Open\",\"High\",\"Low\",\"Vol.\",\"Change %\"",
        "\"date\",\"c\",\"o\",\"h\",\"l\",\"kK\",\"-0.52%\"", "MMM dd, yyyy"),
    GOOGLE("Date,Open,High,Low,Close,Volume", "date,o,h,l,c,v", "M/d/yyyy 16:00:00"),
    ALPHA_VANTAGE(
        "timestamp,open,high,low,close,adjusted_close,volume,dividend_amount",
        "date,o,h,l,c,a,v,0.0000",
        "yyyy-MM-dd"),
    METATRADER(
        "<DATE>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<SPREAD>",
        "date\to\th\tl\tc\tv\t2",
        "yyyy.MM.dd"),
    BLOOMBERG(
        "Security,A US Equity,,,,\nDate,PX_OPEN,PX_HIGH,PX_LOW,PX_LAST,PX_VOLUME",
        "date,o,h,l,c,v",
        "M/d/yyyy"),
    COINS(
        "https://www.example.org\nunix,symbol,open,high,low,close,Volume BTC,Volume USD",
        "date,A,o,h,l,c,v,7",
        "epoch"),
    TIINGO(
        "date,close,high,low,open,volume,adjClose,adjHigh,splitFactor",
        "date,c,h,l,o,v,a,h,1.0",
        "yyyy-MM-dd'T'00:00:00.000'Z'"),
    METASTOCK(
        "<TICKER>,<PER>,<DTYYYYMMDD>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>",
        "A,D,date,000000,o,h,l,c,v,0",
        "yyyyMMdd"),
    SPREADSHEET(
        "Date,Open,High,Low,Close,Volume",
        "=\"date\",=\"o\",=\"h\",=\"l\",=\"c\",=\"v\"",
        "yyyy-MM-dd"),
    BROWSER(
        "Date,Open,High,Low,Close,Volume",
        "date,o,h,l,c,v",
        "EEE MMM dd yyyy '00:00:00 GMT+0100 (CET)'"),
    BROKER(
        "date,open,high,low,close,volume,barCount,average",
        "date,o,h,l,c,v,3,1.5",
        "yyyyMMdd'  16:00:00'"),
    SHORT_YEAR_FIRST("Date,Open,High,Low,Close,Volume", "date,o,h,l,c,v", "yy/MM/dd"),
    CHARTS(
        "Time,Open,High,Low,Latest,Change,Volume,Volume MA", "date,o,h,l,c,-1,v,5", "yyyy-MM-dd"),
    WIKI(
        "Date,Open,High,Low,Close,Volume,Ex-Dividend,Split Ratio,Adj. Open,Adj. Close,Adj. Volume",
        "date,o,h,l,c,v,0.5,1.0,7,a,8",
        "yyyy-MM-dd"),
    KLINES(
        "Open time,Open,High,Low,Close,Volume,Close time,Quote asset volume",
        "date,o,h,l,c,v,7,8",
        "epoch"),
    POLYGON("v,vw,o,c,h,l,t,n", "v,1.5,o,c,h,l,date,77", "epoch"),
    REUTERS(
        "Exchange Date,Close,Net,%Chg,Open,Low,High,Volume",
        "date,c,0.1,0.2,o,l,h,v", "EEE MM/dd/yyyy");

    final String head;
    final String cells;
    final String pattern;

    Vendor(String head, String cells, String pattern) {
      this.head = head;
      this.cells = cells;
      this.pattern = pattern;
    }

    boolean adjusts() {
      return cells.matches(".*\\ba\\b.*");
    }

    String delimiter() {
      return this == BANK ? ";" : this == METATRADER ? "\t" : ",";
    }

    String date(LocalDate day) {
      return pattern.equals("epoch")
          ? String.valueOf(1000 * day.atStartOfDay().toEpochSecond(ZoneOffset.UTC))
          : DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(day);
    }
  }

  enum Encoding {
    UTF_8(StandardCharsets.UTF_8, ""),
    WITH_MARK(StandardCharsets.UTF_8, "\uFEFF"),
    UTF_16(StandardCharsets.UTF_16, ""),
    UTF_16_LITTLE(StandardCharsets.UTF_16LE, "\uFEFF"),
    WINDOWS(Charset.forName("windows-1252"), "");

    private final Charset charset;
    private final String mark;

    Encoding(Charset charset, String mark) {
      this.charset = charset;
      this.mark = mark;
    }
  }

  enum LineEnd {
    UNIX("\n"),
    WINDOWS("\r\n"),
    MAC("\r");

    private final String text;

    LineEnd(String text) {
      this.text = text;
    }
  }

  /** A day's prices; the adjusted close is the close where the vendor writes none. */
  record Day(
      LocalDate day, double open, double high, double low, double close, double adj, long volume) {

    static Day of(int i) {
      return new Day(
          LocalDate.of(2020, 1, 1).plusDays(i),
          1099.75 + i,
          1101.5 + i,
          1099.25 + i,
          1100.25 + i,
          999.5 + i,
          1000L + 10L * i);
    }
  }

  private final Vendor vendor;
  private final List<String> rows = new ArrayList<>();

  VendorFile(Vendor vendor, int days) {
    this.vendor = vendor;
    for (int i = 0; i < days; i++) {
      rows.add(row(Day.of(i)));
    }
  }

  /** A row as the vendor writes it. */
  String row(Day day) {
    return vendor
        .cells
        .replaceAll("\\bdate\\b", vendor.date(day.day))
        .replaceAll("\\bo\\b", price(day.open))
        .replaceAll("\\bh\\b", price(day.high))
        .replaceAll("\\bl\\b", price(day.low))
        .replaceAll("\\bc\\b", price(day.close))
        .replaceAll("\\ba\\b", price(day.adj))
        .replaceAll("\\bv\\b", String.valueOf(day.volume))
        .replaceAll("\\bkK\\b", String.format(Locale.ROOT, "%.2fK", day.volume / 1000.0));
  }

  /** A row without any price, as vendors write a day without trades. */
  void withoutPrice(int i) {
    String nothing = vendor.cells.replaceAll("\\$?\\b(?:[ohlcav]|kK)\\b", "null");
    rows.set(i, nothing.replaceAll("\\bdate\\b", vendor.date(Day.of(i).day)));
  }

  void set(int i, String row) {
    rows.set(i, row);
  }

  void newestFirst() {
    Collections.reverse(rows);
  }

  /** A column that nobody asked for. */
  void extraColumn() {
    rows.replaceAll(row -> row + vendor.delimiter() + "né");
  }

  /** The line of the file that a row stands on. */
  int line(int i) {
    return i + 1 + (int) vendor.head.lines().count();
  }

  byte[] bytes(Encoding encoding, LineEnd end, boolean extraColumn) {
    String head = vendor.head + (extraColumn ? vendor.delimiter() + "Note" : "");
    String text = head + "\n" + String.join("\n", rows) + "\n";
    return (encoding.mark + text.replace("\n", end.text)).getBytes(encoding.charset);
  }

  private String price(double value) {
    String text = String.format(Locale.ROOT, "%,.2f", value);
    return switch (vendor) {
      case BANK -> text.replace(",", "").replace('.', ',');
      case NSE, INVESTING -> text;
      default -> text.replace(",", "");
    };
  }
}
