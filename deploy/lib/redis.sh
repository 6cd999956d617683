# The suite's private Redis 7, or the one that LIANFANG_REDIS_URL names. It holds nothing that may not vanish, so nothing is saved.
# shellcheck shell=bash

redis_conf=$run_dir/redis.conf

# redis_url: what the services connect with.
redis_url() { printf '%s' "${LIANFANG_REDIS_URL:-redis://:$(secret redis)@127.0.0.1:$redis_port}"; }

# start_redis: the step.
start_redis() {
  local print
  if [[ -n ${LIANFANG_REDIS_URL:-} ]]; then
    result "LIANFANG_REDIS_URL"
    return
  fi
  redis_configuration >"$redis_conf"
  print=$(fingerprint /usr/bin/redis-server "$redis_conf")
  if ! process_is_current redis-server "$print"; then
    stop_process redis-server TERM 10
    start_process redis-server "$print" redis-server "$redis_conf"
    wait_for_start redis-server 60 redis_answers
  fi
  result "Redis 7 on 127.0.0.1:$redis_port"
}

redis_configuration() {
  cat <<CONF
bind 127.0.0.1
port $redis_port
requirepass $(secret redis)
save ""
appendonly no
maxmemory 64mb
maxmemory-policy allkeys-lru
CONF
}

redis_answers() {
  [[ $(REDISCLI_AUTH=$(secret redis) redis-cli -h 127.0.0.1 -p "$redis_port" --no-auth-warning PING 2>/dev/null) == PONG ]]
}
