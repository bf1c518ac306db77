package io.sparsewalk.cuda;

import io.sparsewalk.model.ParameterLayout;
import io.sparsewalk.sparsity.Anchor;
import io.sparsewalk.sparsity.Exploration;
import io.sparsewalk.sparsity.Mask;
import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.trainer.RoundExecutor;
import io.sparsewalk.trainer.RoundOrders;
import io.sparsewalk.trainer.RoundOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.IntToLongFunction;

/**
 * The networks of a round or of a scoring in memory of a GPU: parameters, moments and scores of all of them, then what is only
 * read, then the kernels' structs that say where all this lies.
 */
final class DeviceNetworks {
  /** Bytes of the struct of a network. */
  private static final int STRUCT = 128;
  /** Of a network at most: what a round changes, anchor, mask, links in lists of both tables, padded weights and gradient. */
  static final int BYTES_PER_PARAMETER = 64;
  /** Arrays that a round changes: parameters, two moments, scores. */
  private static final int CHANGED = 4;
  private static final int SGD = 0;
  private static final int NESTEROV = 1;
  private static final int ADAM = 2;

  private final GpuDevice device;
  private final ParameterLayout layout;
  private final Kernels kernels;
  private final DeviceMemory changed;
  private final DeviceMemory fixed;
  private final DeviceMemory structs;
  private final DeviceMemory losses;
  private final DeviceMemory scratch;
  /** Masks are immutable and have no equals of their own. */
  private final Map<Mask, LinkLists> known = new WeakHashMap<>();
  private final List<Fixed> places = new ArrayList<>();

  /** Where a network's arrays that are only read lie; 0: it has none. */
  private record Fixed(long target, long trained, long lists, LinkLists links) {}

  /**
   * What a round did.
   *
   * @param examples of all steps
   * @param ordered steps that were ordered
   * @param scored examples in so many last steps
   * @param start of the round, of {@link System#nanoTime}
   * @param steps that were done
   */
  record Work(long examples, int ordered, IntToLongFunction scored, long start, int steps) {}

  DeviceNetworks(GpuDevice device, ParameterLayout layout, Kernels kernels) {
    this.device = device;
    this.layout = layout;
    this.kernels = kernels;
    changed = new DeviceMemory(device, 0);
    fixed = new DeviceMemory(device, 0);
    structs = new DeviceMemory(device, 0);
    losses = new DeviceMemory(device, 0);
    scratch = new DeviceMemory(device, 0);
  }

  /** Address of the structs. */
  long address() {
    return structs.address();
  }

  private LinkLists links(Mask mask, Exploration exploration) {
    return exploration == null ? known.computeIfAbsent(mask, each -> LinkLists.of(layout, each, null))
        : LinkLists.of(layout, mask, exploration.trained());
  }

  /** Room for so many networks. */
  private void reserve(int networks, List<LinkLists> links, long targets) {
    changed.grow((long) Float.BYTES * CHANGED * networks * layout.size());
    long bytes = targets * (Float.BYTES * (layout.size() + 4L));
    for (LinkLists each : links) {
      bytes += layout.size() + 16 + (long) Integer.BYTES * each.words().length + 16;
    }
    fixed.grow(bytes);
    structs.grow((long) STRUCT * networks);
    losses.grow((long) Double.BYTES * networks);
    scratch.grow(kernels.isInShared() ? 0 : 2L * Float.BYTES * kernels.paddedSize() * networks);
  }

  /** Brings the networks of a round. */
  void load(List<RoundOrders> orders) {
    List<LinkLists> links = orders.stream().map(each -> links(each.mask(), each.exploration())).toList();
    reserve(orders.size(), links, orders.stream().filter(each -> each.anchor() != null).count());
    float[] zeros = new float[layout.size()];
    DeviceWriter writer = changed.writer();
    for (RoundOrders each : orders) {
      writer.put(each.state().parameters()).put(each.state().momentum()).put(each.state().second()).put(zeros);
    }
    writer.flush();
    places.clear();
    writer = fixed.writer();
    for (int n = 0; n < orders.size(); n++) {
      Anchor anchor = orders.get(n).anchor();
      places.add(place(writer, anchor == null ? null : anchor.target(), trained(orders.get(n)), links.get(n)));
    }
    writer.flush();
    losses.writer().put(new long[orders.size()]).flush();
  }

  private Fixed place(DeviceWriter writer, float[] target, byte[] trained, LinkLists links) {
    long targetAt = target == null ? 0 : writer.at();
    if (target != null) {
      writer.put(target);
    }
    long trainedAt = trained == null ? 0 : writer.at();
    if (trained != null) {
      writer.put(trained);
    }
    long listsAt = writer.at();
    writer.put(links.words());
    return new Fixed(targetAt, trainedAt, listsAt, links);
  }

  /** By parameter: 0: not trained, 1: kept, 2: trained though masked. */
  private byte[] trained(RoundOrders orders) {
    byte[] trained = new byte[layout.size()];
    for (int i = 0; i < trained.length; i++) {
      boolean explored = orders.exploration() != null && orders.exploration().trained().keeps(i);
      trained[i] = (byte) (orders.mask().keeps(i) ? 1 : explored ? 2 : 0);
    }
    return trained;
  }

  /**
   * Brings the structs of a launch.
   *
   * @param ordered steps of the round
   * @param done of these before the launch
   */
  void prepare(List<RoundOrders> orders, int ordered, int done) {
    Arguments all = new Arguments(STRUCT * orders.size());
    for (int n = 0; n < orders.size(); n++) {
      RoundOrders each = orders.get(n);
      OptimizerConfig config = each.optimizer();
      int rule = config.kind() == OptimizerConfig.Kind.ADAM ? ADAM : config.nesterov() ? NESTEROV : SGD;
      addresses(all, n, CHANGED, places.get(n)).put(each.state().steps()[0] + done)
          .put(rule)
          .put(each.scoreSteps() == 0 ? Integer.MAX_VALUE : ordered - each.scoreSteps() - done)
          .put((float) each.rate())
          .put((float) config.momentum())
          .put((float) config.beta1())
          .put((float) config.beta2())
          .put((float) config.epsilon())
          .put((float) config.weightDecay())
          .put(each.exploration() == null ? 0f : (float) (config.weightDecay() * each.exploration().decayFactor()))
          .put(each.anchor() == null ? 0f : each.anchor().rho())
          .put(1f / Math.max(1, each.scoreSteps()))
          .put(0);
    }
    structs.writer().put(all.array()).flush();
  }

  /**
   * Adds the addresses of a network.
   *
   * @param arrays of each network that lie together
   */
  private Arguments addresses(Arguments to, int n, int arrays, Fixed place) {
    long array = (long) Float.BYTES * layout.size();
    long own = changed.address() + arrays * array * n;
    long ownScratch = scratch.address() + (kernels.isInShared() ? 0 : 2L * Float.BYTES * kernels.paddedSize() * n);
    return to.put(own)
        .put(own + array)
        .put(own + 2 * array)
        .put(place.target())
        .put(place.trained())
        .put(own + 3 * array)
        .put(place.lists())
        .put(ownScratch)
        .put(losses.address() + (long) Double.BYTES * n);
  }

  /** Advances the states of the orders, once the launches have ended. */
  List<RoundOutcome> outcomes(List<RoundOrders> orders, Work work) {
    double[] lost = new double[orders.size()];
    new DeviceReader(device, losses.address(), (long) Double.BYTES * lost.length).take(lost);
    int size = layout.size();
    List<float[]> scores = new ArrayList<>();
    DeviceReader reader =
        new DeviceReader(device, changed.address(), (long) Float.BYTES * CHANGED * size * orders.size());
    for (RoundOrders each : orders) {
      float[] own = new float[size];
      reader.take(each.state().parameters(), 0, size)
          .take(each.state().momentum(), 0, size)
          .take(each.state().second(), 0, size)
          .take(own, 0, size);
      scores.add(each.scoreSteps() > 0 ? own : new float[0]);
      each.state().steps()[0] += work.steps();
    }
    double seconds = (System.nanoTime() - work.start()) * 1e-9 / orders.size();
    List<RoundOutcome> outcomes = new ArrayList<>();
    for (int n = 0; n < orders.size(); n++) {
      LinkLists links = places.get(n).links();
      // The last of the ordered steps want scores; a part of an epoch may have fewer steps than were ordered.
      int scoredSteps =
          Math.min(work.steps(), Math.max(0, orders.get(n).scoreSteps() - (work.ordered() - work.steps())));
      long scored = work.scored().applyAsLong(scoredSteps);
      long multiplyAdds = scored * links.scoredStep() + (work.examples() - scored) * links.step();
      outcomes.add(new RoundOutcome(orders.get(n).state(), lost[n], work.examples(), scores.get(n),
          new RoundOutcome.Spent(multiplyAdds, seconds, 0)));
    }
    return outcomes;
  }

  /** Brings networks that are only scored. */
  List<LinkLists> loadScored(List<RoundExecutor.Network> networks) {
    List<LinkLists> links = networks.stream().map(each -> links(each.mask(), null)).toList();
    reserve(networks.size(), links, 0);
    DeviceWriter writer = changed.writer();
    for (RoundExecutor.Network each : networks) {
      float[] parameters = each.parameters().clone();
      each.mask().applyInPlace(parameters);
      writer.put(parameters);
    }
    writer.flush();
    places.clear();
    DeviceWriter lists = fixed.writer();
    links.forEach(each -> places.add(place(lists, null, null, each)));
    lists.flush();
    Arguments all = new Arguments(STRUCT * networks.size());
    for (int n = 0; n < networks.size(); n++) {
      addresses(all, n, 1, places.get(n));
      for (int word = all.size() - STRUCT * n; word < STRUCT; word += Integer.BYTES) {
        all.put(0);
      }
    }
    structs.writer().put(all.array()).flush();
    if (!kernels.isInShared()) {
      kernels.unpack(networks.size(), new Arguments(Long.BYTES).put(structs.address()));
    }
    return links;
  }
}
