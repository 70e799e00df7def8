package dev.talma.contract;

import org.junit.jupiter.params.Parameter;

/// A contract that both styles of actors keep.
abstract class StyledContract extends Contract {
  @Parameter Style style;

  @Override
  Style style() {
    return style;
  }
}
