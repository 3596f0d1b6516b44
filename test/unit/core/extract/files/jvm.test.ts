import { checkChange, checkFile } from './state';

const POM = `<?xml version="1.0"?>
<project>
  <artifactId>sample</artifactId>
  <parent>
    <groupId>org.springframework.boot</groupId>
    <artifactId>spring-boot-starter-parent</artifactId>
    <version>3.2.5</version>
  </parent>
  <properties>
    <java.version>17</java.version>
    <mapstruct.version>1.5.5.Final</mapstruct.version>
  </properties>
  <dependencies>
    <dependency>
      <groupId>org.springframework.boot</groupId>
      <artifactId>spring-boot-starter-web</artifactId>
    </dependency>
    <dependency>
      <groupId>org.mapstruct</groupId>
      <artifactId>mapstruct</artifactId>
      <version>\${mapstruct.version}</version>
    </dependency>
    <dependency>
      <groupId>org.junit.jupiter</groupId>
      <artifactId>junit-jupiter</artifactId>
      <version>5.10.2</version>
      <scope>test</scope>
    </dependency>
  </dependencies>
  <build><plugins><plugin><artifactId>jacoco-maven-plugin</artifactId></plugin></plugins></build>
</project>
`;

describe('build files of the JVM', () => {
  it('pom.xml tells Java, the parent, dependencies with resolved versions, and tools', () =>
    checkFile('service/pom.xml', POM, [
      'service uses spring-boot-starter-parent 3.2.5 of org.springframework.boot (parent).',
      'service uses mapstruct 1.5.5.Final of org.mapstruct (dependency).',
      'service uses junit-jupiter 5.10.2 of org.junit.jupiter (test dependency).',
      'service requires Java 17.',
      'service uses junit-jupiter as its test runner for Java.',
      'service uses jacoco-maven-plugin as its code coverage tool for Java.',
      'service uses spring-boot-starter-web as its web framework for Java.',
    ]));

  it('a property that changes changes what rests on it', () =>
    checkChange(
      'pom.xml',
      [POM, POM.replace('<java.version>17', '<java.version>21').replace('1.5.5.Final', '1.6.0')],
      ['The project uses mapstruct 1.6.0 of org.mapstruct (dependency).', 'The project requires Java 21.'],
    ));

  it('build.gradle.kts tells plugins, dependencies and the toolchain', () =>
    checkFile(
      'app/build.gradle.kts',
      `plugins {
    kotlin("jvm") version "2.0.0"
    id("org.springframework.boot") version "3.3.0"
}
dependencies {
    implementation("com.squareup.okhttp3:okhttp:4.12.0")
    implementation("com.example:computed:$version")
    testImplementation("io.mockk:mockk:1.13.11")
}
java { toolchain { languageVersion.set(JavaLanguageVersion.of(21)) } }
`,
      [
        'app uses okhttp 4.12.0 of com.squareup.okhttp3 (dependency).',
        'app uses mockk 1.13.11 of io.mockk (test dependency).',
        'app uses org.jetbrains.kotlin.jvm 2.0.0 (Gradle plugin).',
        'app uses org.springframework.boot 3.3.0 (Gradle plugin).',
        'app requires Java 21.',
        'app uses mockk as its mocking library for Java.',
        'app uses okhttp as its HTTP client for Java.',
      ],
    ));

  it('a version catalog tells libraries and plugins, with the versions they refer to', () =>
    checkFile(
      'gradle/libs.versions.toml',
      `[versions]
kotlin = "2.0.0"

[libraries]
okio = "com.squareup.okio:okio:3.9.0"
stdlib = { module = "org.jetbrains.kotlin:kotlin-stdlib", version.ref = "kotlin" }
core = { group = "androidx.core", name = "core-ktx", version = "1.13.1" }
bom = { module = "g:managed" }

[plugins]
android = { id = "com.android.application", version = "8.5.0" }
`,
      [
        'The project uses okio 3.9.0 (dependency, gradle/libs.versions.toml).',
        'The project uses kotlin-stdlib 2.0.0 (dependency, gradle/libs.versions.toml).',
        'The project uses core-ktx 1.13.1 (dependency, gradle/libs.versions.toml).',
        'The project uses com.android.application 8.5.0 (Gradle plugin, gradle/libs.versions.toml).',
      ],
    ));

  it('build.gradle in Groovy', () =>
    checkFile(
      'app/build.gradle',
      "plugins { id 'java' }\nsourceCompatibility = JavaVersion.VERSION_1_8\ndependencies {\n    api 'g:a:1.0'\n    testImplementation 'junit:junit:4.13.2'\n}\n",
      [
        'app uses a 1.0 of g (dependency).',
        'app uses junit 4.13.2 of junit (test dependency).',
        'app requires Java 1.8.',
        'app uses junit as its test runner for Java.',
      ],
    ));
});
