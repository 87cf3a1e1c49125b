package org.lstmworkbook;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the library tells the reader beside its results; it goes to the terminal, not to a cell. */
public final class Notice {

  private static final Logger LOG = LoggerFactory.getLogger(Notice.class);
  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

  private Notice() {}

  /** A sentence for the reader, the first time that it is true; a hundred networks say it once. */
  public static void once(String sentence) {
    if (SAID.add(sentence)) {
      LOG.info(sentence);
    }
  }
}
