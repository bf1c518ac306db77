package io.sparsewalk.ml;

/**
 * The identity of an instance whose base class asks for it before the fields of the class are set, as classifiers do: Scala sets them
 * earlier than Java can.
 */
record Uid(String text) {
  private static final ThreadLocal<String> COMING = new ThreadLocal<>();

  /** That of the instance that this thread makes next. */
  static Uid of(String text) {
    COMING.set(text);
    return new Uid(text);
  }

  /** Of the instance that is being made. */
  static String coming() {
    return COMING.get();
  }
}
