package io.sparsewalk.spark;

import java.io.IOException;
import org.apache.hadoop.security.UserGroupInformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The user that Hadoop sees; a user id that the system has no name for, as in containers, gets one. */
final class HadoopUser {
  private static final Logger LOG = LoggerFactory.getLogger(HadoopUser.class);

  private HadoopUser() {}

  static void ensure() {
    try {
      UserGroupInformation.getLoginUser();
    } catch (IOException | RuntimeException e) {
      String given = System.getenv("HADOOP_USER_NAME");
      String name = given == null || given.isBlank() ? "sparsewalk" : given;
      LOG.debug("no login", e);
      LOG.info("the system has no name for this user: Hadoop is told {}", name);
      UserGroupInformation.setLoginUser(UserGroupInformation.createRemoteUser(name));
    }
  }
}
