package dev.talma.examples.wordcount;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// The characters that came after Unicode 14. A C library of 2022, as Debian 12 and Ubuntu 22.04
/// have it, does not know them, so that its `wc` cannot print them; Java does. In text they are
/// rare, but in the random bytes of compressed files they do occur.
final class NewCharacters {
  private static final String RANGES =
      """
      897 CF3 ECE 1B4E-1B4F 1B7F 1C89-1C8A 2427-2429 2FFC-2FFF 31E4-31EF A7CB-A7CD A7DA-A7DC
      105C0-105F3 10D40-10D8F 10EC2-10EFF 1123F-11241 11380-113E2 116D0-116E3 11B00-11BF9
      11F00-11F5A 1342F 13439-143FA 16100-16139 16D40-16D79 18CFF 1B132 1B155 1CC00-1CEB3
      1D2C0-1D2D3 1DF25-1DF2A 1E030-1E08F 1E4D0-1E5FF 1F6DC 1F774-1F77F 1F7D9 1F8B2-1F8C1
      1FA75-1FA77 1FA87-1FA8F 1FAAD-1FAAF 1FABB-1FABF 1FAC6-1FACF 1FADA-1FADF 1FAE8-1FAE9
      1FAF7-1FAF8 1FBCB-1FBEF 2B739 2EBF0-2EE5D 31350-323AF
      """;

  private static final NavigableMap<Integer, Integer> LAST_BY_FIRST = new TreeMap<>();

  static {
    for (String range : RANGES.split("\\s+")) {
      String[] ends = range.split("-");
      LAST_BY_FIRST.put(Integer.parseInt(ends[0], 16), Integer.parseInt(ends[ends.length - 1], 16));
    }
  }

  private NewCharacters() {}

  /// {@return whether a character is newer than Unicode 14}
  static boolean contain(int codePoint) {
    Map.Entry<Integer, Integer> range = LAST_BY_FIRST.floorEntry(codePoint);
    return range != null && codePoint <= range.getValue();
  }
}
