package io.sparsewalk.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.dataset.Protocol;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.sparsity.SlrConfig;
import io.sparsewalk.sweep.SweepConfig;
import io.sparsewalk.walk.WalkConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobFileTest {
  @TempDir
  private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"quickstart", "ia-email", "wiki-talk", "stackoverflow"})
  void everyShippedJobIsValidUnderBothProtocols(String name) {
    Path file = Path.of("jobs", name + ".conf");
    assertThat(JobFile.read(file, List.of()).config().name()).isEqualTo(name);
    assertThat(JobFile.read(file, List.of("protocol=paper")).config().protocol()).isEqualTo(Protocol.PAPER);
  }

  @Test
  void overridesWinOverTheFileAndTheFileOverThePaperAndThePaperOverTheReference() throws IOException {
    Path file = job("name = x\nprotocol = paper\nmethods.rigl.interval = 7\nwalk.length = 9");
    JobConfig job = JobFile.read(file, List.of("walk.length=11", "sweep.sparsity=[0.75]")).config();
    assertThat(job.walk().length()).isEqualTo(11);
    assertThat(job.sweep().sparsity()).containsExactly(0.75);
    assertThat(job.methods().rigl().interval()).isEqualTo(7);
    assertThat(job.methods().slr().form()).isEqualTo(SlrConfig.Form.PUBLISHED);
    assertThat(job.walk().start()).isEqualTo(WalkConfig.Start.AFTER_MINIMUM);
    assertThat(job.embedding().dimension()).isEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a#b/e#1.txt", "x//y.txt", "data[1]/e.txt", "my data/e.txt", "file:///d/my%20data/e.txt", "a=b.txt", "${x}.txt", "1e5"})
  void pathsOnTheCommandLineAreTextUnlessTheyBeginWithABracket(String path) throws IOException {
    Path file = job("name = x");
    assertThat(JobFile.read(file, List.of("graph.path=" + path)).config().graph().path()).containsExactly(path);
    assertThat(JobFile.read(file, List.of("graph.labels=" + path)).config().graph().labels()).isEqualTo(path);
    assertThat(JobFile.read(file, List.of("graph.path=[\"" + path + "\", b]")).config().graph().path()).containsExactly(path, "b");
    assertThat(JobFile.read(file, List.of("graph.path=[1]/e.txt")).config().graph().path()).containsExactly("[1]/e.txt");
  }

  @Test
  void howColumnsAreReadIsSaidBesideTheOtherKeysOfTheGraph() throws IOException {
    JobConfig job = JobFile.read(job("name = x"), List.of("graph.bipartite=true", "graph.weights=drop", "graph.time-unit=0.001",
        "graph.columns.source=2", "graph.columns.ignore=[label, 7]")).config();
    assertThat(job.graph().reading()).isEqualTo(
        new GraphConfig.Reading(GraphConfig.Choice.TRUE, "0.001", GraphConfig.Weights.DROP, GraphConfig.Preset.NONE));
    assertThat(job.graph().reading().timeDecimals()).isEqualTo(3);
    assertThat(job.graph().columns().source()).isEqualTo("2");
    assertThat(job.graph().columns().ignore()).containsExactly("label", "7");
    assertThatThrownBy(() -> JobFile.read(job("name = x"), List.of("graph.time-unit=0.5")).config())
        .isInstanceOf(JobConfigException.class).hasMessageContaining("graph.time-unit must be auto or a power of 10");
  }

  @Test
  void thePublishedHyperParametersComeWithThePaperUnlessFairnessSaysOtherwise() throws IOException {
    Path strict = job("name = x");
    assertThat(JobFile.read(strict, List.of()).config().methods().dense().epochs()).isEqualTo(40);
    JobConfig published = JobFile.read(strict, List.of("fairness=published")).config();
    assertThat(published.methods().dense().epochs()).isEqualTo(20);
    assertThat(published.methods().slr().form()).isEqualTo(SlrConfig.Form.PUBLISHED);
    assertThat(published.walk().start()).isEqualTo(WalkConfig.Start.FIRST);
    JobConfig matched = JobFile.read(job("name = x\nprotocol = paper\nfairness = matched"), List.of()).config();
    assertThat(matched.methods().dense().epochs()).isEqualTo(40);
    assertThat(matched.methods().slr().form()).isEqualTo(SlrConfig.Form.CORRECTED);
    assertThat(matched.walk().start()).isEqualTo(WalkConfig.Start.AFTER_MINIMUM);
  }

  @Test
  void thePaperTreatsLogitsAndTestsOfVerticesAsItsCodeAndPairsAsBefore() throws IOException {
    Path file = job("name = x\nprotocol = paper");
    JobConfig pairs = JobFile.read(file, List.of()).config();
    assertThat(pairs.model().reluLogits() || pairs.model().dropoutAtTest()).isFalse();
    JobConfig vertices = JobFile.read(file, List.of("task=node-classification")).config();
    assertThat(vertices.model().reluLogits() && vertices.model().dropoutAtTest()).isTrue();
    assertThat(vertices.walk().start()).isEqualTo(WalkConfig.Start.AFTER_MINIMUM);
    assertThat(vertices.methods().dense().epochs()).isEqualTo(20);
    assertThat(vertices.methods().dense().optimizer().learningRate()).isEqualTo(0.004);
    assertThat(vertices.methods().rigl().interval()).isEqualTo(1000);
    assertThat(JobFile.read(file, List.of("task=node-classification", "model.relu-logits=false")).config().model().reluLogits())
        .isFalse();
    assertThatThrownBy(() -> JobFile.read(file, List.of("model.relu-logits=true")).config())
        .isInstanceOf(JobConfigException.class).hasMessageContaining("model.relu-logits must be false but for task = node-classification");
    assertThatThrownBy(() -> JobFile.read(file, List.of("task=multi-label-classification", "graph.labels=x")).config())
        .isInstanceOf(JobConfigException.class).hasMessageContaining("protocol must be strict with task = multi-label-classification");
  }

  @Test
  void substitutionsOfTheReferenceSeeTheJobsValues() throws IOException {
    JobConfig job = JobFile.read(job("name = mine\ntraining { epochs = 3, optimizer.learning-rate = 0.5 }"),
        List.of("methods.slr.optimizer.momentum=0.5")).config();
    assertThat(job.graph().dataset()).isEqualTo("mine");
    assertThat(job.methods().dense().epochs()).isEqualTo(3);
    assertThat(job.methods().rigl().optimizer().learningRate()).isEqualTo(0.5);
    assertThat(job.methods().slr().optimizer().momentum()).isEqualTo(0.5);
    assertThat(job.methods().slr().reweightRate()).isEqualTo(0.5);
  }

  @Test
  void pathsMayBeOneOrAListAndNeedNoQuotesOnTheCommandLine() throws IOException {
    Path file = job("name = x\ngraph.path = [a, b]");
    assertThat(JobFile.read(file, List.of()).config().graph().path()).containsExactly("a", "b");
    assertThat(JobFile.read(file, List.of("graph.path=s3a://bucket/x*.gz")).config().graph().path())
        .containsExactly("s3a://bucket/x*.gz");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "walk { lenght = 5 }|: 2: key 'walk.lenght' is unknown; did you mean 'walk.length'?",
      "walk { length = -1 }|: 2: walk.length must be positive, was -1",
      "walk { length = many }|: 2: walk.length must be a whole number, was many",
      "walk { bias = latter }|: 2: walk.bias must be one of later, sooner, linear, uniform, was latter",
      "sweep { sparsity = [1.5] }|: 2: sweep.sparsity must be above 0 and below 1, was 1.5",
      "graph.path = \"https://me:secret@host/e.gz\"|: 2: graph.path must not hold a password; give credentials to Hadoop's configuration: https://me:***@host/e.gz",
      "methods.slr.optimizer.rate = 1|: 2: key 'methods.slr.optimizer.rate' is unknown"})
  void complaintsNameFileLineKeyAndValue(String line, String message) throws IOException {
    Path file = job("name = x\n" + line);
    assertThatThrownBy(() -> JobFile.read(file, List.of()).config()).isInstanceOf(JobConfigException.class)
        .hasMessageContaining("job.conf" + message);
  }

  @Test
  void anEngineThatLacksTheOptimizerIsRefused() throws IOException {
    Path file = job("name = x\nsweep.engine = dl4j");
    assertThat(JobFile.read(file, List.of()).config().sweep().execution(SweepConfig.Engine.DL4J).workers()).isEqualTo(2);
    assertThatThrownBy(() -> JobFile.read(file, List.of("training.optimizer.nesterov=false")).config())
        .isInstanceOf(JobConfigException.class)
        .hasMessageContaining("the engine dl4j has no momentum of 0.9 without nesterov");
  }

  @Test
  void lotteryTicketsNeedTwoEpochs() throws IOException {
    Path file = job("name = x\ntraining.epochs = 1");
    assertThat(JobFile.read(file, List.of()).config().training().epochs()).isEqualTo(1);
    assertThatThrownBy(() -> JobFile.read(file, List.of("sweep.methods=[dense, lottery-ticket]")).config())
        .isInstanceOf(JobConfigException.class).hasMessageContaining("methods.lottery-ticket.epochs must be 2 or more, was 1");
  }

  @Test
  void jointTicketsNeedAGraphToPrune() throws IOException {
    Path file = job("name = x\nsweep { methods = [dense, ugs] }");
    List<String> nodes = List.of("task=node-classification", "graph.path=edges", "graph.labels=labels", "graph.features=features",
        "sweep.embeddings=[dense]");
    assertThatThrownBy(() -> JobFile.read(file, nodes).config()).isInstanceOf(JobConfigException.class)
        .hasMessageContaining("the method ugs prunes the graph that a network convolves: it needs model.kind = gcn");
    List<String> convolutions = new ArrayList<>(nodes);
    convolutions.add("model.kind=gcn");
    JobConfig job = JobFile.read(file, convolutions).config();
    assertThat(job.methods().ugs().epochs()).as("as all methods").isEqualTo(job.training().epochs());
    assertThat(1 - job.methods().ugs().graphSparsity()).as("5 % of the edges a round").isCloseTo(Math.pow(0.95, 3), within(1e-4));
    convolutions.add("methods.ugs.epochs=1");
    assertThatThrownBy(() -> JobFile.read(file, convolutions).config()).hasMessageContaining("methods.ugs.epochs must be 2 or more, was 1");
    convolutions.set(convolutions.size() - 1, "sweep.engine=dl4j");
    assertThatThrownBy(() -> JobFile.read(file, convolutions).config()).hasMessageContaining("model.kind = gcn needs sweep.engine = vector");
  }

  @Test
  void aStructureIsForMethodsThatPrune() throws IOException {
    Path file = job("name = x\nmethods.structure.kind = n-of-m");
    assertThat(JobFile.read(file, List.of("sweep.methods=[dense, slr, admm]")).config().methods().structure().group()).isEqualTo(4);
    assertThatThrownBy(() -> JobFile.read(file, List.of()).config()).isInstanceOf(JobConfigException.class)
        .hasMessageContaining("methods.structure.kind must be none with the method rigl");
  }

  @Test
  void complaintsAboutOverridesQuoteThem() throws IOException {
    Path file = job("name = x");
    assertThatThrownBy(() -> JobFile.read(file, List.of("walk.length=-1")).config())
        .hasMessage("-D walk.length=-1: walk.length must be positive, was -1");
    assertThatThrownBy(() -> JobFile.read(file, List.of("walk.lenght=1")))
        .hasMessage("-D walk.lenght=1: key 'walk.lenght' is unknown; did you mean 'walk.length'?");
    assertThatThrownBy(() -> JobFile.read(file, List.of("walk.length"))).hasMessage("-D walk.length: must be key=value");
    assertThatThrownBy(() -> JobFile.read(directory.resolve("none.conf"), List.of()))
        .hasMessageContaining("none.conf: no such job file");
  }

  @Test
  void aRenderedJobIsTheSameJob() throws IOException {
    JobFile job = JobFile.read(job("name = x\nprotocol = paper"), List.of());
    Path again = Files.writeString(directory.resolve("again.conf"), job.render());
    assertThat(JobFile.read(again, List.of()).config()).isEqualTo(job.config());
  }

  private Path job(String text) throws IOException {
    return Files.writeString(directory.resolve("job.conf"), text);
  }
}
