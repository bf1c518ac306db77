package io.sparsewalk.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparsewalk.dataset.Protocol;
import io.sparsewalk.dataset.SplitConfig;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.sparsity.Allocation;
import io.sparsewalk.sparsity.DropGrowConfig;
import io.sparsewalk.sparsity.OptimizerConfig;
import io.sparsewalk.sparsity.SlrConfig;
import io.sparsewalk.sweep.Engine;
import io.sparsewalk.sweep.Method;
import io.sparsewalk.sweep.MethodsConfig;
import io.sparsewalk.walk.WalkConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobFileTest {
  @TempDir
  private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"quickstart", "best-link", "compare", "scale", "brain", "cora", "citeseer", "pubmed"})
  void everyShippedJobIsStrict(String name) {
    JobConfig job = JobFile.read(Path.of("jobs", name + ".conf"), List.of()).config();
    assertThat(job.name()).isEqualTo(name);
    assertThat(job.protocol()).isEqualTo(Protocol.STRICT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ia-email", "wiki-talk", "stackoverflow", "fig5", "fig7"})
  void thePapersJobsHaveItsProtocolAndItsRecipe(String name) {
    JobConfig job = JobFile.read(Path.of("jobs/paper", name + ".conf"), List.of()).config();
    assertThat(job.name()).isEqualTo(name);
    assertThat(job.protocol()).isEqualTo(Protocol.PAPER);
    assertThat(job.embedding().dimension()).isEqualTo(8);
    assertThat(job.features().pair()).isFalse();
  }

  @Test
  void theFiguresOfThePaperHaveItsGrids() {
    assertThat(paper("fig5").sweep().embeddings()).hasSize(2);
    assertThat(paper("fig5").sweep().sparsity()).hasSize(10);
    assertThat(paper("fig7").sweep().sparsity()).containsExactly(0.90625);
    JobConfig graph = paper("fig6");
    assertThat(graph.protocol()).isEqualTo(Protocol.PAPER);
    assertThat(graph.sweep().sparsity()).hasSize(10);
    assertThat(graph.graph().source().expect().vertices()).as("of Cora").isEqualTo(2708);
  }

  @Test
  void whatAJobChangesIsAllThatIsNeededToRepeatIt() throws IOException {
    JobFile job = JobFile.read(Path.of("jobs/quickstart.conf"), List.of("training.optimizer.learning-rate=0.25"));
    String changed = job.renderChanged();
    assertThat(changed).contains("name = \"quickstart\"  # ", "quickstart.conf: 3\n", "recipe = \"best\"",
        "training.optimizer.learning-rate = 0.25  # -D training.optimizer.learning-rate=0.25\n", "  # recipe = best\n")
        .doesNotContain("methods.");
    Path again = Files.writeString(directory.resolve("again.conf"), changed);
    assertThat(JobFile.read(again, List.of()).render()).isEqualTo(job.render());
    assertThat(JobFile.defaults(List.of()).renderChanged()).isEmpty();
  }

  private static JobConfig paper(String figure) {
    return JobFile.read(Path.of("jobs/paper", figure + ".conf"), List.of()).config();
  }

  @Test
  void theRecipeIsForLinksWithoutLeaksAndElsewhereTheReference() throws IOException {
    Path quickstart = Path.of("jobs/quickstart.conf");
    Path plain = job("name = quickstart");
    assertThat(JobFile.read(quickstart, List.of()).config().features().pair()).isTrue();
    assertThat(JobFile.read(plain, List.of()).config().features().pair()).isFalse();
    for (String elsewhere : List.of("protocol=paper", "task=node-classification", "task=multi-label-classification")) {
      List<String> overrides = List.of(elsewhere, "graph.labels=x");
      JobConfig job = JobFile.read(quickstart, overrides).config();
      JobConfig reference = JobFile.read(plain, overrides).config();
      assertThat(List.of(job.walk(), job.embedding(), job.split(), job.features(), job.training())).as(elsewhere)
          .isEqualTo(List.of(reference.walk(), reference.embedding(), reference.split(), reference.features(),
              reference.training()));
    }
    assertThatThrownBy(() -> JobFile.read(plain, List.of("recipe=good"))).isInstanceOf(JobConfigException.class)
        .hasMessageContaining("-D recipe=good: recipe must be reference or best, was 'good'");
  }

  @Test
  void theFirstRunAndTheTemplateHaveTheRecipeThatBeatsTheBaselines() {
    JobConfig best = JobFile.read(Path.of("jobs/best-link.conf"), List.of()).config();
    for (String name : List.of("quickstart", "template")) {
      JobConfig job = JobFile.read(Path.of("jobs", name + ".conf"), List.of()).config();
      assertThat(List.of(job.walk(), job.embedding(), job.split(), job.features(), job.model(), job.training()))
          .as(name)
          .isEqualTo(
              List.of(best.walk(), best.embedding(), best.split(), best.features(), best.model(), best.training()));
    }
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
  @ValueSource(strings = {"a#b/e#1.txt", "x//y.txt", "data[1]/e.txt", "my data/e.txt", "file:///d/my%20data/e.txt",
      "a=b.txt", "${x}.txt", "1e5"})
  void pathsOnTheCommandLineAreTextUnlessTheyBeginWithABracket(String path) throws IOException {
    Path file = job("name = x");
    assertThat(JobFile.read(file, List.of("graph.path=" + path)).config().graph().path()).containsExactly(path);
    assertThat(JobFile.read(file, List.of("graph.labels=" + path)).config().graph().labels()).isEqualTo(path);
    assertThat(JobFile.read(file, List.of("graph.path=[\"" + path + "\", b]")).config().graph().path())
        .containsExactly(path, "b");
    assertThat(JobFile.read(file, List.of("graph.path=[1]/e.txt")).config().graph().path())
        .containsExactly("[1]/e.txt");
  }

  @Test
  void howColumnsAreReadIsSaidBesideTheOtherKeysOfTheGraph() throws IOException {
    JobConfig job = JobFile.read(job("name = x"), List.of("graph.bipartite=true", "graph.weights=drop",
        "graph.time-unit=0.001", "graph.columns.source=2", "graph.columns.ignore=[label, 7]")).config();
    assertThat(job.graph().reading()).isEqualTo(
        new GraphConfig.Reading(GraphConfig.Choice.TRUE, "0.001", GraphConfig.Weights.DROP, GraphConfig.Preset.NONE));
    assertThat(job.graph().reading().timeDecimals()).isEqualTo(3);
    assertThat(job.graph().columns().source()).isEqualTo("2");
    assertThat(job.graph().columns().ignore()).containsExactly("label", "7");
    assertThatThrownBy(() -> JobFile.read(job("name = x"), List.of("graph.time-unit=0.5")).config())
        .isInstanceOf(JobConfigException.class)
        .hasMessageContaining("graph.time-unit must be auto or a power of 10");
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
    assertThat(JobFile.read(file, List.of("task=node-classification", "model.relu-logits=false"))
        .config()
        .model()
        .reluLogits()).isFalse();
    assertThatThrownBy(() -> JobFile.read(file, List.of("model.relu-logits=true")).config())
        .isInstanceOf(JobConfigException.class)
        .hasMessageContaining("model.relu-logits needs task = node-classification with model.kind = mlp");
    assertThatThrownBy(() -> JobFile.read(file, List.of("task=multi-label-classification", "graph.labels=x")).config())
        .isInstanceOf(JobConfigException.class)
        .hasMessageContaining("task = multi-label-classification with model.kind = mlp needs protocol = strict");
  }

  @Test
  void graphConvolutionsHaveThePublishedSettingsOfGraphConvolutions() throws IOException {
    Path file =
        job("name = x\ntask = node-classification\ngraph.labels = x\nmodel.kind = gcn\nsweep.embeddings = [dense]");
    JobConfig paper = JobFile.read(file, List.of("protocol=paper")).config();
    assertThat(paper.model().hidden()).containsExactly(16);
    assertThat(paper.model().dropout()).isEqualTo(0.5);
    assertThat(paper.methods().allocation(Method.RIGL)).isEqualTo(Allocation.ERK);
    assertThat(paper.methods().allocation(Method.SLR)).isEqualTo(Allocation.UNIFORM);
    for (OptimizerConfig optimizer : List.of(paper.training().optimizer(), paper.methods().dense().optimizer(),
        paper.methods().slr().optimizer(), paper.methods().rigl().optimizer(),
        paper.methods().magnitude().optimizer())) {
      assertThat(optimizer.kind()).isEqualTo(OptimizerConfig.Kind.ADAM);
      assertThat(optimizer.learningRate()).isEqualTo(0.01);
      assertThat(optimizer.weightDecay()).isEqualTo(5e-4);
    }
    SlrConfig slr = paper.methods().slr();
    assertThat(List.of(slr.rho(), slr.step())).containsExactly(0.01, 0.001);
    assertThat(slr.epochs()).as("200 dense, 50 of re-weighting, 50 of retraining").isEqualTo(300);
    assertThat(List.of(slr.denseShare(), slr.reweightShare())).containsExactly(0.6667, 0.1667);
    assertThat(paper.methods().dense().epochs()).isEqualTo(200);
    assertThat(paper.methods().rigl().epochs()).isEqualTo(300);
    assertThat(paper.training().reportBestOnTest()).isFalse();
    JobConfig matched = JobFile.read(file, List.of("protocol=paper", "fairness=matched")).config();
    assertThat(matched.methods().rigl().optimizer()).isEqualTo(matched.methods().dense().optimizer())
        .isEqualTo(matched.training().optimizer());
    assertThat(matched.methods().rigl().epochs()).isEqualTo(matched.methods().dense().epochs()).isEqualTo(200);
    JobConfig published = JobFile.read(file, List.of("fairness=published")).config();
    assertThat(published.methods().rigl().epochs()).isEqualTo(300);
    assertThat(published.model().hidden()).containsExactly(128);
  }

  @Test
  void theDivisionOfEdgesIsAChoiceOfStrictLinkPrediction() throws IOException {
    Path file = job("name = x\ngraph.labels = x\nsplit.by = random");
    assertThat(JobFile.read(file, List.of()).config().split().by()).isEqualTo(SplitConfig.By.RANDOM);
    for (String other : List.of("protocol=paper", "task=node-classification")) {
      assertThatThrownBy(() -> JobFile.read(file, List.of(other)).config()).isInstanceOf(JobConfigException.class)
          .hasMessageContaining("split.by = random needs task = link-prediction with protocol = strict");
    }
  }

  @ParameterizedTest
  @CsvSource({"task=node-classification, model.kind=sage", "task=node-classification, model.kind=gat",
      "task=multi-label-classification, model.kind=mlp"})
  void aPresetIsRefusedWhereItWasNotMadeFor(String task, String kind) throws IOException {
    Path file = job("name = x\ngraph.labels = x\nsweep.embeddings = [dense]");
    assertThat(JobFile.read(file, List.of(task, kind)).config()).isNotNull();
    assertThat(JobFile.read(file, List.of(task, kind, "fairness=matched")).config()).isNotNull();
    for (String preset : List.of("protocol=paper", "fairness=published")) {
      assertThatThrownBy(() -> JobFile.read(file, List.of(task, kind, preset)).config())
          .isInstanceOf(JobConfigException.class)
          .hasMessageContaining(preset.startsWith("p") ? "needs protocol = strict" : "needs fairness = matched")
          .hasMessageContaining(task.replace("=", " = ") + " with " + kind.replace("=", " = "));
    }
  }

  @Test
  void whatAPresetBringsIsToldWithThePreset() throws IOException {
    Path file = job("name = x\nwalk.order = none");
    assertThatThrownBy(() -> JobFile.read(file, List.of("protocol=paper")).config())
        .isInstanceOf(JobConfigException.class)
        .hasMessage("protocol = paper: walk.start after-minimum needs order forward, was none");
  }

  @Test
  void dynamicMethodsHaveTheirAuthorsDefaultsAndThePaperThoseOfItsCode() throws IOException {
    Path file = job("name = x");
    DropGrowConfig rigl = JobFile.read(file, List.of()).config().methods().rigl();
    assertThat(List.of(rigl.dropFraction(), rigl.finalDropFraction(), rigl.stop())).containsExactly(0.3, 0.0, 0.75);
    assertThat(rigl.growBatches()).isEqualTo(1);
    DropGrowConfig published = JobFile.read(file, List.of("fairness=published")).config().methods().rigl();
    assertThat(List.of(published.dropFraction(), published.finalDropFraction(), published.stop())).containsExactly(0.5,
        0.005, 1.0);
    assertThat(published.growth()).isEqualTo(new DropGrowConfig.Growth(DropGrowConfig.Candidates.INACTIVE,
        DropGrowConfig.Ties.LOWEST_INDEX, DropGrowConfig.Start.ZERO));
    MethodsConfig others =
        JobFile.read(file, List.of("methods.rigl.interval=7", "methods.rigl.stop=0.5")).config().methods();
    assertThat(List.of(others.set().interval(), others.snfs().interval(), others.mest().schedule().interval()))
        .containsOnly(7);
    assertThat(List.of(others.set().stop(), others.snfs().stop(), others.dstEe().schedule().stop())).containsOnly(1.0);
    assertThat(others.set().growth().start()).isEqualTo(DropGrowConfig.Start.RANDOM);
    assertThat(List.of(others.dstEe().theta(), others.dstEe().thetaDecay(), others.mest().softBound()))
        .containsExactly(0.01, 0.9, 0.05);
  }

  @Test
  void substitutionsOfTheReferenceSeeTheJobsValues() throws IOException {
    JobConfig job =
        JobFile
            .read(job("name = mine\ntraining { epochs = 3, optimizer.learning-rate = 0.5 }"),
                List.of("methods.slr.optimizer.momentum=0.5"))
            .config();
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
      "report { margin { auc = 0 } }|: 2: report.margin.auc must be above 0 and below 1, was 0.0",
      "sweep { sparsity = [1.5] }|: 2: sweep.sparsity must be above 0 and below 1, was 1.5",
      "graph.path = \"https://me:secret@host/e.gz\"|: 2: graph.path must not hold a password; give credentials to Hadoop's configuration: https://***@host/e.gz",
      "methods.slr.optimizer.rate = 1|: 2: key 'methods.slr.optimizer.rate' is unknown"})
  void complaintsNameFileLineKeyAndValue(String line, String message) throws IOException {
    Path file = job("name = x\n" + line);
    assertThatThrownBy(() -> JobFile.read(file, List.of()).config()).isInstanceOf(JobConfigException.class)
        .hasMessageContaining("job.conf" + message);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"training.epochs = 1.5|training.epochs must be a whole number, was 1.5",
      "training.patience = NaN|training.patience must be a whole number, was NaN",
      "generate.edges = 1e400|generate.edges must be a whole number, was",
      "generate.edges = 99999999999999999999|generate.edges must be a whole number, was",
      "walk.length = 3000000000|walk.length must be a whole number, was 3000000000",
      "walk.length = 1e999999999|walk.length must be a whole number, was",
      "sweep.seeds = [1, NaN]|sweep.seeds must be a list of whole numbers, was [1, NaN]",
      "sweep.seeds = [0.5]|sweep.seeds must be a list of whole numbers, was [0.5]",
      "model.hidden = [Infinity]|model.hidden must be a list of whole numbers, was",
      "methods.erk-power = Infinity|methods.erk-power must be a number, was Infinity",
      "methods.mest.lambda = -Infinity|methods.mest.lambda must be a number, was -Infinity",
      "generate.exponent = 1e999|generate.exponent must be a number, was",
      "sweep.sparsity = [NaN]|sweep.sparsity must be a list of numbers, was [NaN]",
      "walk.length = null|walk.length must be a whole number, was null", "name = null|name must be text, was null",
      "graph.path = null|graph.path must be a list of texts, was null",
      "walk.length = true|walk.length must be a whole number, was true"})
  void numbersAreWhatTheySayAndNothingIsCutOff(String line, String message) throws IOException {
    Path file = job("warehouse = w\n" + line);
    assertThatThrownBy(() -> JobFile.read(file, List.of()).config()).isInstanceOf(JobConfigException.class)
        .hasMessageContaining("job.conf: 2: " + message);
  }

  @Test
  void wholeNumbersMayBeWrittenAsPeopleDo() throws IOException {
    JobConfig job =
        JobFile
            .read(job("generate.edges = 1e5\nwalk.length = 7.0\nsweep.seeds = [1e0, \"2\"]\nwalk.per-vertex = \"3\""),
                List.of())
            .config();
    assertThat(List.of(job.generate().edges(), job.walk().length(), job.walk().perVertex()).toString())
        .isEqualTo("[100000, 7, 3]");
    assertThat(job.sweep().seeds()).containsExactly(1L, 2L);
  }

  @Test
  void queriesOnTheCommandLineAreText() throws IOException {
    String query = "SELECT a, b AS dst FROM t WHERE x = '#' -- ${no}";
    assertThat(JobFile.read(job("name = x"), List.of("graph.query=" + query)).config().graph().source().query())
        .isEqualTo(query);
  }

  @Test
  void anEngineThatLacksTheOptimizerIsRefused() throws IOException {
    Path file = job("name = x\nsweep.engine = dl4j");
    assertThat(JobFile.read(file, List.of()).config().sweep().execution(Engine.DL4J).workers()).isEqualTo(2);
    assertThatThrownBy(() -> JobFile.read(file, List.of("training.optimizer.nesterov=false")).config())
        .isInstanceOf(JobConfigException.class)
        .hasMessageContaining(
            "momentum of 0.9 with training.optimizer.nesterov = false needs sweep.engine = auto, vector, cuda, averaged, was dl4j");
  }

  @Test
  void lotteryTicketsThatShareTheirEpochsNeedTwo() throws IOException {
    Path file = job("name = x\ntraining.epochs = 1");
    assertThat(JobFile.read(file, List.of("sweep.methods=[dense, rigl]")).config().training().epochs()).isEqualTo(1);
    List<String> tickets = List.of("sweep.methods=[dense, lottery-ticket]", "methods.lottery-ticket.budget=shared");
    assertThat(JobFile.read(file, tickets.subList(0, 1)).config().methods().lotteryTicket().totalEpochs())
        .as("one a round")
        .isEqualTo(4);
    assertThatThrownBy(() -> JobFile.read(file, tickets).config()).isInstanceOf(JobConfigException.class)
        .hasMessageContaining("methods.lottery-ticket.epochs must be 2 or more, was 1");
  }

  @Test
  void jointTicketsNeedAGraphToPrune() throws IOException {
    Path file = job("name = x\nsweep { methods = [dense, ugs] }");
    List<String> nodes = List.of("task=node-classification", "graph.path=edges", "graph.labels=labels",
        "graph.features=features", "sweep.embeddings=[dense]");
    assertThatThrownBy(() -> JobFile.read(file, nodes).config()).isInstanceOf(JobConfigException.class)
        .hasMessageContaining("the method ugs needs a graph to prune: model.kind = gcn");
    List<String> convolutions = new ArrayList<>(nodes);
    convolutions.add("model.kind=gcn");
    JobConfig job = JobFile.read(file, convolutions).config();
    assertThat(job.methods().ugs().epochs()).as("as all methods").isEqualTo(job.training().epochs());
    assertThat(1 - job.methods().ugs().graphSparsity()).as("5 % of the edges a round")
        .isCloseTo(Math.pow(0.95, 3), within(1e-4));
    assertThat(job.methods().ugs().totalEpochs()).isEqualTo(4 * job.training().epochs());
    assertThat(job.methods().ugs().maskDecay()).isEqualTo(job.methods().ugs().optimizer().weightDecay());
    convolutions.add("methods.ugs { epochs = 1, budget = shared }");
    assertThatThrownBy(() -> JobFile.read(file, convolutions).config())
        .hasMessageContaining("methods.ugs.epochs must be 2 or more, was 1");
    convolutions.set(convolutions.size() - 1, "sweep.engine=dl4j");
    assertThatThrownBy(() -> JobFile.read(file, convolutions).config())
        .hasMessageContaining("model.kind = gcn needs sweep.engine = auto, vector, was dl4j");
  }

  @Test
  void aStructureIsForMethodsThatPrune() throws IOException {
    Path file = job("name = x\nmethods.structure.kind = n-of-m");
    List<String> pruning = List.of("sweep.methods=[dense, slr, admm]", "sweep.sparsity=[0.5, 0.75]");
    assertThat(JobFile.read(file, pruning).config().methods().structure().group()).isEqualTo(4);
    assertThatThrownBy(() -> JobFile.read(file, List.of("sweep.sparsity=[0.5]")).config())
        .isInstanceOf(JobConfigException.class)
        .hasMessageContaining("the method rigl needs methods.structure.kind = none");
  }

  @Test
  void complaintsAboutOverridesQuoteThem() throws IOException {
    Path file = job("name = x");
    assertThatThrownBy(() -> JobFile.read(file, List.of("walk.length=-1")).config())
        .hasMessage("-D walk.length=-1: walk.length must be positive, was -1");
    assertThatThrownBy(() -> JobFile.read(file, List.of("walk.lenght=1")))
        .hasMessage("-D walk.lenght=1: key 'walk.lenght' is unknown; did you mean 'walk.length'?");
    assertThatThrownBy(() -> JobFile.read(file, List.of("walk.length")))
        .hasMessage("-D walk.length: must be key=value");
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

  @Test
  void aJobFromElsewhereIncludesWhatIsBesideItAndComplainsWithItsPlace() {
    Map<String, String> files = Map.of("hdfs://n/jobs/a.conf", "include \"base/b.conf\"\nwalk.length = 7",
        "hdfs://n/jobs/base/b.conf", "include required(\"c.conf\")\nname = b\nwalk.length = 6",
        "hdfs://n/jobs/base/c.conf", "name = c\nwalk.per-vertex = 4", "hdfs://n/wrong.conf",
        "name = x\nwalk.lenght = 1", "hdfs://n/negative.conf", "name = x\n\nwalk.length = -1", "hdfs://n/torn.conf",
        "name = x\nwalk {", "hdfs://n/lost.conf", "include \"gone\"", "hdfs://n/round.conf", "include \"round.conf\"");
    JobConfig job = JobFile.read(new Held("hdfs://n/jobs/a.conf", files), List.of("walk.per-vertex=5")).config();
    assertThat(job.name()).isEqualTo("b");
    assertThat(job.walk().length()).isEqualTo(7);
    assertThat(job.walk().perVertex()).isEqualTo(5);
    Map<String, String> complaints = Map.of("wrong", "hdfs://n/wrong.conf: 2: key 'walk.lenght' is unknown", "negative",
        "hdfs://n/negative.conf: 3: walk.length must be positive, was -1", "torn", "hdfs://n/torn.conf: 2: ", "lost",
        "hdfs://n/gone: no such", "round", "hdfs://n/round.conf includes hdfs://n/round.conf");
    complaints.forEach((name,
        message) -> assertThatThrownBy(
            () -> JobFile.read(new Held("hdfs://n/" + name + ".conf", files), List.of()).config())
            .isInstanceOf(JobConfigException.class)
            .hasMessageContaining(message));
  }

  private record Held(String name, Map<String, String> files) implements JobSource {
    @Override
    public String text() {
      if (!files.containsKey(name)) {
        throw new JobConfigException(name + ": no such");
      }
      return files.get(name);
    }

    @Override
    public JobSource beside(String other) {
      return new Held(name.replaceFirst("[^/]*$", other), files);
    }
  }
}
