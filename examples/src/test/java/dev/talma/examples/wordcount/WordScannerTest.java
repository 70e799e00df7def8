package dev.talma.examples.wordcount;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.talma.examples.wordcount.Tally.Occurrence;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Counting, on its own and across cuts. The expected figures are those that GNU `wc -lw` gave in
/// the locale C.UTF-8: version 9.1, and for the third column what its manual says of 9.5.
class WordScannerTest {
  private static final Alphabet OLD = Alphabet.upTo94();
  private static final Alphabet NEW = Alphabet.since95();
  private static final int LARGE = 1 << 16;

  /// What all chunks of a text amount to.
  private record Sum(long lines, long words, TreeMap<String, Long> list) {}

  private static Sum count(byte[] text, int chunkSize, Alphabet alphabet) {
    long[] sums = new long[3];
    TreeMap<String, Long> list = new TreeMap<>();
    var chunker =
        new Chunker(
            chunkSize,
            alphabet,
            chunk -> {
              Tally tally = WordScanner.count(chunk, alphabet);
              sums[0] += tally.lines();
              sums[1] += tally.words();
              sums[2] += tally.bytes();
              for (Occurrence each : tally.occurrences()) {
                list.merge(each.word(), each.count(), Long::sum);
              }
            });
    try {
      chunker.cut(new ByteArrayInputStream(text));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertEquals(text.length, sums[2], "bytes");
    return new Sum(sums[0], sums[1], list);
  }

  /// The bytes that a text of Latin-1 characters stands for.
  private static byte[] bytes(String text) {
    return text.translateEscapes().getBytes(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          |0|0|0
          a|0|1|1
          a b\\n|1|2|2
          \\n\\n\\n|3|0|0
          a\\r\\nb\\r\\n|2|2|2
          a\\tb\\013c\\fd|0|4|4
          no newline at the end|0|5|5
          a\\001b|0|1|1
          \\001|0|0|1
          a \\001 b|0|2|3
          \\177|0|0|1
          \\000|0|0|1
          a\\000b|0|1|1
          a\\302\\240b|0|2|2
          a\\342\\200\\207b|0|2|2
          a\\342\\200\\257b|0|2|2
          \\342\\201\\240|0|0|0
          a\\342\\201\\240b|0|2|2
          a\\343\\200\\200b|0|2|2
          a\\342\\200\\250b|0|1|2
          \\342\\200\\250|0|0|0
          a\\302\\205b|0|1|1
          \\302\\205|0|0|1
          \\377|0|0|1
          a\\377b|0|1|1
          x\\342\\202 y|0|2|2
          \\342\\202|0|0|1
          \\342\\202x|0|1|1
          \\355\\240\\200|0|0|1
          \\300\\200|0|0|1
          \\364\\217\\277\\277|0|0|1
          \\363\\240\\200\\201|0|1|1
          \\357\\273\\277|0|1|1
          \\341\\240\\216|0|1|1
          \\303\\251t\\303\\251|0|1|1
          \\360\\237\\230\\200 \\360\\237\\230\\200|0|2|2
          """)
  void linesAndWordsAreThoseOfWc(String text, long lines, long old, long recent) {
    byte[] bytes = text == null ? new byte[0] : bytes(text);
    for (int size : new int[] {LARGE, 4, 5}) {
      Sum sum = count(bytes, size, OLD);
      assertEquals(lines, sum.lines(), "lines in chunks of " + size);
      assertEquals(old, sum.words(), "words up to 9.4 in chunks of " + size);
      assertEquals(recent, count(bytes, size, NEW).words(), "words since 9.5, chunks of " + size);
    }
  }

  @Test
  void theListHasRunsOfLettersAndDigitsInLowerCase() {
    Sum sum =
        count(
            "Well, WELL; (well) été ÉTÉ 2nd don't don’t 'quoted' rock'n'roll a''b x' c-d 𝒜𝒜"
                .getBytes(StandardCharsets.UTF_8),
            LARGE,
            OLD);
    assertEquals(
        "{2nd=1, a=1, b=1, c=1, d=1, don't=2, quoted=1, rock'n'roll=1, well=3, x=1, été=2, 𝒜𝒜=1}",
        sum.list().toString());
  }

  @Test
  void wordsOfTheListHaveALimitedLengthHoweverTheyAreCut() {
    String longest = "a".repeat(Run.LONGEST);
    String text = longest + " " + longest + "a b" + "c".repeat(1_000) + " d";
    for (int size : new int[] {LARGE, 4, 7, 64}) {
      Sum sum = count(text.getBytes(StandardCharsets.US_ASCII), size, OLD);
      assertEquals(List.of(longest, "d"), List.copyOf(sum.list().keySet()), "chunks of " + size);
      assertEquals(4, sum.words());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void howATextIsCutMakesNoDifference(long seed) {
    var random = new Random(seed);
    for (int round = 0; round < 50; round++) {
      byte[] text = nastyText(random);
      for (Alphabet alphabet : List.of(OLD, NEW)) {
        Sum whole = count(text, LARGE, alphabet);
        for (int size : new int[] {4, 5, 7, 16, 100}) {
          assertEquals(
              whole,
              count(text, size, alphabet),
              () -> "seed " + seed + ", chunks of " + size + ", " + text.length + " bytes");
        }
      }
    }
  }

  private static byte[] nastyText(Random random) {
    List<String> pieces =
        List.of(
            "a", "B", "é", "’", "'", " ", "\n", "\u00a0", "\u2060", "\u2028", "\u3000", "😀", "汉",
            "\0", "\u001b", ".");
    var text = new ByteArrayOutputStream();
    int rarely = random.nextInt(5);
    for (int i = random.nextInt(800); i > 0; i--) {
      if (random.nextInt(6) < rarely) {
        text.write(random.nextInt(256));
      } else {
        text.writeBytes(pieces.get(random.nextInt(pieces.size())).getBytes(StandardCharsets.UTF_8));
      }
    }
    return text.toByteArray();
  }
}
