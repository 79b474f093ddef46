package io.aicloudops.rca.layering;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What would make a replay give other bytes on another machine. */
@AnalyzeClasses(
    packages = "io.aicloudops.rca",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ReplayLayeringTest {

  @ArchTest
  static final ArchRule sameBitsOnEveryMachine =
      noClasses()
          .should()
          .callMethodWhere(
              target(owner(type(Math.class)))
                  .and(
                      target(
                          nameMatching(
                              "pow|exp|expm1|log|log10|log1p|cbrt|hypot|a?(sin|cos|tan)|atan2|(sin|cos|tan)h"))))
          .because(
              "Math may differ in the last bit between processors and machines; StrictMath does not");
}
