@org.jspecify.annotations.NullMarked
package io.aicloudops.rca.replay;
