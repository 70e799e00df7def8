/// Counts the lines and words of files, as `wc -lw` does, with a program of a few actors:
///
/// - the *reader* walks through the files and cuts them into chunks, one for each demand;
/// - the *workers*, behind a router, count chunks;
/// - the *coordinator* hands chunks to workers and adds up the results, each exactly once;
/// - the *screen* owns the terminal: complaints and the progress bar.
///
/// Begin with [dev.talma.examples.wordcount.Coordinator].
@NullMarked
package dev.talma.examples.wordcount;

import org.jspecify.annotations.NullMarked;
