package io.sparsewalk.spark.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparsewalk.common.DataRefusedException;
import io.sparsewalk.graph.GraphConfig;
import io.sparsewalk.graph.ValueText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as other programs write them. A ~ in a text here is a line end. */
class OtherToolsTest {
  @TempDir
  private Path directory;

  @ParameterizedTest
  @CsvSource(delimiterString = " => ", quoteCharacter = '`', value = {
      // R: row names without a name of their column, quotes among blanks.
      "\"src\" \"dst\" \"time\"~\"1\" \"alice\" \"bob\" 5~\"2\" \"bob\" \"al ice\" 6~\"3\" \"bob\" \"carol\" 7~ => alice>bob@5 bob>al ice@6 bob>carol@7",
      "\"\",\"V1\",\"V2\"~\"1\",\"a\",\"b\"~\"2\",\"b\",\"c\"~ => a>b@0 b>c@0",
      // Neo4j, Gephi, Kaggle, pandas, SNAP.
      ":START_ID,:END_ID,:TYPE~0,1,KNOWS~1,2,KNOWS~ => 0>1@0 1>2@0",
      "\"Source\",\"Target\",\"Type\",\"Id\",\"Label\",\"timeset\",\"Weight\"~\"0\",\"1\",\"Directed\",\"0\",,,\"1.0\"~ => 0>1@0",
      "Source;Target;Type;Id;Label;Interval;Weight~0;1;Directed;0;;;1,5~ => 0>1@0",
      "\"user_id\",\"item_id\",\"rating\",\"timestamp\"~\"A1\",\"B,1\",\"5.0\",\"1289241911\"~\"A2\",\"B\"\"2\",\"4.0\",\"1289241912.0\"~ => A1>B,1@1289241911 A2>B\"2@1289241912",
      ",source,target,time~0,5,6,100~1,6,7,101~ => 5>6@100 6>7@101",
      "6,2,4,1289241911.72836~6,5,-2,1289241941.53378~ => 6>2@1289241911.72836 6>5@1289241941.53378",
      // Ids are text unless all are plain numbers: zeros in front, beyond 64 bits, names of countries.
      "007,008,3~7,008,4~ => 007>008@3 7>008@4",
      "9223372036854775808 18446744073709551615 3~-1 2 4~ => 9223372036854775808>18446744073709551615@3 -1>2@4",
      "source,target,year~NA,DE,2004~DE,FR,2005~ => NA>DE@2004 DE>FR@2005", "1,000\t2,000\t3~ => 1,000>2,000@3",
      // Times.
      "1,2,2004-04-15 13:56:07.123+02:00~ => 1>2@1082030167.123",
      "src,dst,month~1,2,2004-04~2,3,2004-05~ => 1>2@1080777600 2>3@1083369600",
      "src,dst,day~1,2,20040415~2,3,20040416~ => 1>2@1081987200 2>3@1082073600", "1,2,20040415~ => 1>2@20040415",
      "1,2,1289241911728359937~ => 1>2@1289241911728359937", "1 2 \"2004-04-15 13:56:07\"~ => 1>2@1082037367",
      // Separators at the ends of lines.
      "1,2,3,~2,3,4,~ => 1>2@3 2>3@4", "a\tb\t3\t~b\tc\t4\t~ => a>b@3 b>c@4",
      "src,dst,time~1,2,3,~2,3,4,~ => 1>2@3 2>3@4", "1  2\t3~2\t 3  4~4 5 6~ => 1>2@3 2>3@4 4>5@6",
      // The sources count the lines, and the times say that they are no row numbers.
      "1 0 1~2 0 2~3 1 3~4 1 4~5 1 5~6 1 6~7 1 7~8 1 8~9 1 9~10 1 10~ => 1>0@1 2>0@2 3>1@3 4>1@4 5>1@5 6>1@6 7>1@7 8>1@8 9>1@9 10>1@10"})
  void whatOtherProgramsWriteIsRead(String text, String edges) throws IOException {
    assertThat(edges(read(text, GraphConfig.Preset.NONE))).isEqualTo(edges);
  }

  @ParameterizedTest
  @CsvSource(delimiterString = " => ", quoteCharacter = '`', value = {
      "TGB => time,user_id,genre,weight~2005-02-14 00:00:03,u1,rock,0.5~ => u1>rock@1108339203",
      "TGB => timestamp,src,dst,weight~16,0xab,0xcd,1.0~ => 0xab>0xcd@16",
      "JODIE => user_id,item_id,timestamp,state_label,comma_separated_list_of_features~0,0,2.0,0,0.1,0.2~ => 0>0@2",
      "OGB => 0,1~1,2~ => 0>1@0 1>2@0", "DYGLIB => ,u,i,ts,label,idx~0,1,3,0.0,0,1~ => 1>3@0"})
  void layoutsWithANameAreRead(GraphConfig.Preset preset, String text, String edges) throws IOException {
    ReadFile read = read(text, preset);
    assertThat(edges(read)).isEqualTo(edges);
    assertThat(read.bipartite()).isEqualTo(preset == GraphConfig.Preset.JODIE);
  }

  @ParameterizedTest
  @CsvSource(delimiterString = " => ", quoteCharacter = '`', value = {
      "NONE => 1::1193::5::978300760~ => no separator between columns is found",
      "NONE => sep=;~source;target;time~1;2;3~ => for Excel only: delete that line",
      "NONE => 1 2 2004-04-15 13:56:07~2 3 2004-04-15 13:56:08~ => column 4 is a time of day",
      "NONE => 0 1 {'weight': 3}~0 2 {'weight': 1}~ => which column is the time",
      "NONE => 0,5,6~1,6,7~2,7,8~3,5,6~4,6,7~5,7,8~6,5,6~7,6,7~8,7,8~9,7,8~ => counts the lines, is a vertex or a row number",
      "NONE => Quelle;Ziel;Gewicht~1;2;3,5~ => which columns are the ends",
      "NONE => :START_ID(P),since:int,:END_ID(P)~a,2004,b~ => whether column 2 'since:int' is a time",
      "JODIE => ts,src,dst,w~1,a,b,1~2,b,c,1~ => graph.preset = jodie has the source in column 1 and the target in column 2, but the header [ts, src, dst, w] names columns 2 and 3",
      "TGB => user_id,item_id,timestamp~1,2,3~ => graph.preset = tgb has the source in column 2"})
  void whatIsNotClearIsRefusedInOneLine(GraphConfig.Preset preset, String text, String message) {
    assertThatThrownBy(() -> read(text, preset)).isInstanceOf(DataRefusedException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("e.txt: ");
  }

  @ParameterizedTest
  @CsvSource(delimiterString = " => ", quoteCharacter = '`', value = {
      "src,dst,time~1,2,3~NA,3,4~4,NULL,5~\\N,2,5~ => 1>2@3 => column 1 is NA, which is no id where the others are numbers; column 2 is NULL, which is no id where the others are numbers; "
          + "column 1 is \\N, which is no id where the others are numbers",
      "source,target,time~#a,#b,1~c,#a,2~d,c,3~ => c>#a@2 d>c@3 => begins like a comment and has the columns of an edge: quote the id, or put a blank behind the #",
      "user,item,timestamp,text~1,2,3,\"nice~# a,b,5,bad~7,8,9,good~end\"~2,3,4,\"fine\"~ => 2>3@4 => a quoted field does not end on its line; "
          + "belongs to a quoted field of a line above; belongs to a quoted field of a line above; belongs to a quoted field of a line above",
      "src,dst,time~1,2,3~src,dst,time~2,3,4~ => 1>2@3 2>3@4 => time is not a number: time"})
  void whatOnlyLooksLikeAnEdgeOrAnIdIsQuarantined(String text, String edges, String reasons) throws IOException {
    ReadFile read = read(text, GraphConfig.Preset.NONE);
    assertThat(edges(read)).isEqualTo(edges);
    assertThat(String.join("; ", read.bad())).isEqualTo(reasons);
    assertThat(read.lines()).isEqualTo(read.edges().size() + read.bad().size() + read.comments());
  }

  @Test
  void valuesThatAreNotReadHaveAdvice() {
    assertThat(ValueText.advice("3,5")).contains("with a point");
    assertThat(ValueText.advice("1,082,040")).contains("between the thousands");
    for (String date : new String[] {"04/15/2004", "15.04.2004", "15 Apr 2004 10:00:00", "Thu Apr 15 13:56:07 2004",
        "13:56:07"}) {
      assertThat(ValueText.advice(date)).as(date).contains("2004-04-15");
    }
    assertThat(ValueText.advice("{}")).contains("data=False");
    assertThat(ValueText.advice("x")).isEmpty();
  }

  private ReadFile read(String text, GraphConfig.Preset preset) throws IOException {
    return ReadFile.of(
        Files.write(directory.resolve("e.txt"), text.replace('~', '\n').getBytes(StandardCharsets.UTF_8)),
        Long.MAX_VALUE, preset);
  }

  private static String edges(ReadFile read) {
    return read.edges()
        .stream()
        .map(edge -> edge.source() + ">" + edge.target() + "@" + edge.time().toPlainString())
        .collect(Collectors.joining(" "));
  }
}
