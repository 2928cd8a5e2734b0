# A table of visits for conf/models/purchase.model, large enough that sampling it takes a while. Sourced, not run.

visits() { # folder, rows
  TRIBUTARY_RESULTS=$(dirname "$1") "$ROOT/scripts/sql" "create table visits using delta location '$1' as
    with d as (select id as visit_id, (pmod(xxhash64(id, 1), 40001) - 20000) / 10000.0D as recency,
        (pmod(xxhash64(id, 2), 40001) - 20000) / 10000.0D as spend, (pmod(xxhash64(id, 3), 40001) - 20000) / 10000.0D as noise
      from range($2)),
    e as (select visit_id, recency, spend, 0.4D * spend - 0.3D * recency + noise as discount from d)
    select *, cast(pmod(xxhash64(visit_id, 4), 1000003) / 1000003.0D
      < 1 / (1 + exp(2.5D - 0.6D * discount + 0.8D * recency - 0.5D * spend)) as int) as bought from e" >/dev/null
}
