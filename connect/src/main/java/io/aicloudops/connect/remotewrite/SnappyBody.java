package io.aicloudops.connect.remotewrite;

import io.aicloudops.runtime.http.Problem;
import java.io.IOException;
import org.xerial.snappy.Snappy;

/**
 * Undoes the snappy block compression of a body, within a bound that holds before memory is taken.
 */
final class SnappyBody {

  /** Three bytes copy 64 at the most; a body that claims more than that lies. */
  private static final long LARGEST_RATIO = 22;

  private SnappyBody() {}

  /**
   * The uncompressed body.
   *
   * @param largest in bytes
   * @throws Problem 400 if it is not snappy's block format, 413 if it is larger
   */
  static byte[] uncompress(byte[] body, long largest) {
    try {
      // A length above 2^31 reads as negative.
      long length = body.length == 0 ? -1 : Snappy.uncompressedLength(body);
      if (length > largest) {
        throw Problem.tooLarge(
            "the body has "
                + length
                + " bytes after decompression, more than connect.remote-write.max-decompressed: "
                + largest);
      }
      if (length < 0 || length > LARGEST_RATIO * body.length + 64) {
        throw notSnappy("its length cannot be true");
      }
      return Snappy.uncompress(body);
    } catch (IOException e) {
      throw notSnappy(String.valueOf(e.getMessage()));
    }
  }

  private static Problem notSnappy(String why) {
    return Problem.badRequest("the body is not in snappy's block format: " + why);
  }
}
