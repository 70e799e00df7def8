/// The examples. They use what Talma exports and nothing else.
module dev.talma.examples {
  requires dev.talma;
  requires dev.talma.otp;
  requires static org.jspecify;
}
