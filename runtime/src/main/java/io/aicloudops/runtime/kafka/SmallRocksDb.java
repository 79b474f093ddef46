package io.aicloudops.runtime.kafka;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;

/**
 * Bounds the memory of each RocksDB store: our stores are many and small, and RocksDB's defaults
 * (50 MiB of block cache and 48 MiB of write buffers each) would not fit a laptop. Made by Kafka
 * Streams by its class name.
 */
public final class SmallRocksDb implements RocksDBConfigSetter {

  private static final long BLOCK_CACHE = 8L << 20;
  private static final long WRITE_BUFFER = 4L << 20;
  private static final int WRITE_BUFFERS = 2;

  private @Nullable LRUCache cache;

  @Override
  public void setConfig(String store, Options options, Map<String, Object> configuration) {
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    LRUCache created = new LRUCache(BLOCK_CACHE);
    cache = created;
    table.setBlockCache(created);
    options.setTableFormatConfig(table);
    options.setWriteBufferSize(WRITE_BUFFER);
    options.setMaxWriteBufferNumber(WRITE_BUFFERS);
  }

  @Override
  public void close(String store, Options options) {
    if (cache != null) {
      cache.close();
    }
  }
}
