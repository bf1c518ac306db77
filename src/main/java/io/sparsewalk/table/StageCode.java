package io.sparsewalk.table;

import io.sparsewalk.common.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * What a stage's rows depend on besides its inputs: the code that it can reach. Its version is a hash of the class files from the stage's
 * own on, over all classes of this program that they name; so a commit that changes none of them makes nothing again, with git or without.
 */
public final class StageCode {
  private static final int DIGITS = 12;
  private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();

  /** Read when they are first asked for: most of what a program does asks for none. */
  private static final class Program {
    static final Map<String, ClassFile> CLASSES = ClassFile.ofProgram();
  }

  private StageCode() {}

  /**
   * The version of a stage's code.
   *
   * @return 12 hex digits; if the program does not lie in a file or directory, the commit that it was built from
   */
  public static String of(Class<?> stage) {
    return Program.CLASSES.isEmpty() ? CodeVersion.current()
        : KNOWN.computeIfAbsent(stage.getName(), name -> hash(reached(name)::containsKey));
  }

  /** The version of all code, which changes with every class file; empty if the program does not lie in a file or directory. */
  static String ofProgram() {
    return Program.CLASSES.isEmpty() ? "" : hash(any -> true);
  }

  /** The classes of this program that a class names, those that these name, and so on; the class itself is one of them. */
  static Map<String, ClassFile> reached(String name) {
    Map<String, ClassFile> reached = new TreeMap<>();
    Deque<String> open = new ArrayDeque<>();
    open.push(name);
    while (!open.isEmpty()) {
      String next = open.pop();
      ClassFile file = Program.CLASSES.get(next);
      if (file != null && reached.putIfAbsent(next, file) == null) {
        file.names().forEach(open::push);
      }
    }
    return reached;
  }

  private static String hash(Predicate<String> chosen) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Program.CLASSES.forEach((name, file) -> {
      if (chosen.test(name)) {
        all.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        all.writeBytes(file.hash());
      }
    });
    return Sha256.hex(all.toByteArray()).substring(0, DIGITS);
  }
}
