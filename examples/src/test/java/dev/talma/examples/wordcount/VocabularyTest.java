package dev.talma.examples.wordcount;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.talma.examples.wordcount.Tally.Occurrence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The list of the most frequent words.
class VocabularyTest {

  @Test
  void theMostFrequentComeFirstAndTiesAreInTheOrderOfLetters() {
    var vocabulary = new Vocabulary();
    for (Occurrence each :
        List.of(
            new Occurrence("b", 2),
            new Occurrence("a", 2),
            new Occurrence("c", 1),
            new Occurrence("c", 4),
            new Occurrence("d", 1))) {
      vocabulary.add(each);
    }
    Vocabulary.Top top = vocabulary.top(3);
    assertEquals(
        List.of(new Occurrence("c", 5), new Occurrence("a", 2), new Occurrence("b", 2)),
        top.words());
    assertTrue(top.exact());
    assertEquals(List.of(), vocabulary.top(0).words());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void withTooManyWordsTheListIsRightWheneverItSaysSo(long seed) {
    var random = new Random(seed);
    var vocabulary = new Vocabulary(50);
    Map<String, Long> truth = new HashMap<>();
    int different = 40 + random.nextInt(400);
    double skew = 1 + random.nextInt(6);
    for (int i = 0; i < 5_000; i++) {
      String word = "w" + (int) (different * Math.pow(random.nextDouble(), skew));
      vocabulary.add(new Occurrence(word, 1));
      truth.merge(word, 1L, Long::sum);
    }
    List<Occurrence> right =
        truth.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(5)
            .map(entry -> new Occurrence(entry.getKey(), entry.getValue()))
            .toList();
    Vocabulary.Top top = vocabulary.top(5);
    if (top.exact()) {
      assertEquals(right, top.words(), "seed " + seed);
    }
    for (Occurrence each : top.words()) {
      assertTrue(each.count() <= truth.get(each.word()), "seed " + seed + ": " + each);
    }
  }

  @Test
  void aFewFrequentWordsAmongVeryManyRareOnesAreExact() {
    var vocabulary = new Vocabulary(100);
    for (int i = 0; i < 10_000; i++) {
      vocabulary.add(new Occurrence("rare" + i, 1));
      vocabulary.add(new Occurrence("the", 1));
      vocabulary.add(new Occurrence("of", 1));
    }
    assertEquals(
        new Vocabulary.Top(
            List.of(new Occurrence("of", 10_000), new Occurrence("the", 10_000)), true),
        vocabulary.top(2));
  }

  @Test
  void rareWordsAmongTooManyAreNotSaidToBeExact() {
    var vocabulary = new Vocabulary(100);
    for (int i = 0; i < 10_000; i++) {
      vocabulary.add(new Occurrence("rare" + i, 1));
    }
    assertFalse(vocabulary.top(2).exact());
  }
}
