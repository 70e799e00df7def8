package dev.talma.examples.wordcount;

/// A part of a file, to be counted on its own.
///
/// The chunks of a file can be counted in any order, by anyone, and their results simply add up:
/// each one knows how to begin, and a word across a cut counts where it begins.
///
/// @param id unique in the run
/// @param bytes the text; not changed any more
/// @param start what came right before
/// @param last whether the file ends with it
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and much text to copy
record Chunk(long id, byte[] bytes, Start start, boolean last) {

  /// How the text before a chunk ended. Nearly all chunks begin after white space.
  ///
  /// @param inWord whether in the middle of a word, as `wc` sees it
  /// @param run what there is already of a word for the list
  /// @param apostrophe whether an apostrophe followed, which belongs to that word if a letter comes
  record Start(boolean inWord, String run, boolean apostrophe) {
    static final Start AFTER_SPACE = new Start(false, "", false);
  }
}
