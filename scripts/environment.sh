# What every script here needs: the project's root, a build that is fresh, and the jars of Spark. Sourced, not run.

set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# Everything a script makes at run time goes under this one folder, which git ignores.
WORK=${TRIBUTARY_WORK:-$ROOT/.tributary}
JAR=$ROOT/jobs/target/tributary-jobs.jar
# Reference data of others, which are not ours to ship: where the checks look for them.
DATA=${TRIBUTARY_DATA:-$ROOT/../shared/data}
CLASSPATH_FILE=$WORK/spark.classpath

# Java decodes arguments and names of files by the locale: without one (cron, a container) it loses all letters but ASCII.
if [ "$(locale charmap 2>/dev/null || true)" != UTF-8 ] && locale -a 2>/dev/null | grep -qiE '^C\.utf-?8$'; then
  export LC_ALL=C.UTF-8
fi

say() { printf '%s\n' "$*" >&2; }
# Each part of a message (problem, cause, remedy) on a line of its own.
die() { printf '%s\n' "$@" >&2; exit 2; }

java_command() {
  local java=${JAVA_HOME:+$JAVA_HOME/bin/}java
  command -v "$java" >/dev/null || die "problem: no java found" "cause: neither JAVA_HOME nor PATH names a JDK" "remedy: install a JDK 17 or newer and set JAVA_HOME"
  printf '%s' "$java"
}

# Lets one at a time make what commands share (the rest of a subshell): those started side by side would find it half-made.
alone() {
  mkdir -p "$WORK"
  if command -v flock >/dev/null && [ -w "$WORK" ]; then
    exec 8>"$WORK/lock"
    flock 8
  fi
}

# Builds the jar if a source is newer than it. The first build fetches the dependencies, some 400 MB.
build() (
  alone
  command -v mvn >/dev/null || die "problem: no mvn found" "cause: Maven is not on the PATH" "remedy: install Maven 3.8 or newer"
  if [ ! -e "$JAR" ] || [ -n "$(find "$ROOT/pom.xml" "$ROOT"/{lib,jobs}/pom.xml "$ROOT"/{lib,jobs}/src/main -newer "$JAR" -type f -print -quit)" ]; then
    say "building (the first time, Maven fetches Spark and Delta: about 400 MB) ..."
    (cd "$ROOT" && mvn -B -ntp -q -DskipTests -Dspotless.check.skip=true package) >&2 || die "problem: the build failed" "cause: see Maven's output above" "remedy: check the JDK (17+), Maven (3.8+) and the network"
    touch "$JAR"
  fi
  if [ ! -e "$CLASSPATH_FILE" ] || [ "$ROOT/pom.xml" -nt "$CLASSPATH_FILE" ] || [ "$ROOT/jobs/pom.xml" -nt "$CLASSPATH_FILE" ] || [ ! -e "$(cut -d: -f1 "$CLASSPATH_FILE")" ]; then
    (cd "$ROOT" && mvn -B -ntp -q -pl jobs -am -DskipTests -Dspotless.check.skip=true package \
      org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath@spark-jars) >&2 || die "problem: the jars of Spark could not be listed" "cause: see Maven's output above" "remedy: check the network and ~/.m2"
    cp "$ROOT/jobs/target/spark.classpath" "$CLASSPATH_FILE"
    touch "$JAR"
  fi
)

# Builds; or, where TRIBUTARY_NO_BUILD is set, sees that there is something to run.
ready() {
  [ -n "${TRIBUTARY_NO_BUILD:-}" ] || { build; return; }
  [ -e "$JAR" ] || die "problem: there is no $JAR" "cause: TRIBUTARY_NO_BUILD is set, and nothing was built here" "remedy: run once without TRIBUTARY_NO_BUILD"
  [ -e "$CLASSPATH_FILE" ] || [ -x "${SPARK_HOME:-}/bin/spark-submit" ] || die "problem: there is no $CLASSPATH_FILE, the list of Spark's jars" "cause: TRIBUTARY_NO_BUILD is set, and Maven alone built here, which does not write it" "remedy: run scripts/submit once without TRIBUTARY_NO_BUILD, or set SPARK_HOME to a Spark installation"
}

# A folder laid out like a Spark installation, made of links: what a standalone master and workers expect.
spark_folder() (
  alone
  local folder=$WORK/spark
  if [ ! -e "$folder/jars" ] || [ "$CLASSPATH_FILE" -nt "$folder/jars" ]; then
    rm -rf "$folder/jars" && mkdir -p "$folder/jars"
    tr ':' '\n' <"$CLASSPATH_FILE" | while read -r jar; do ln -sf "$jar" "$folder/jars/"; done
  fi
  printf '%s' "$folder"
)

# The module openings that Spark needs on Java 17, as Spark itself lists them.
java_options() (
  alone
  local file=$WORK/java.options
  if [ ! -e "$file" ] || [ "$CLASSPATH_FILE" -nt "$file" ]; then
    cat >"$WORK/Opens.java" <<'JAVA'
class Opens { public static void main(String[] a) { System.out.println(org.apache.spark.launcher.JavaModuleOptions.defaultModuleOptions()); } }
JAVA
    "$(java_command)" -cp "$(cat "$CLASSPATH_FILE")" "$WORK/Opens.java" >"$file.new" && mv "$file.new" "$file"
  fi
  cat "$file"
)
