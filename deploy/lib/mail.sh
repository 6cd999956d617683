# The suite's mail catcher (mail_catcher.py), or the mail server that LIANFANG_SMTP_URL names. Runs after the certificates are made.
# shellcheck shell=bash

# smtp_url: what the notification service sends with.
smtp_url() { printf '%s' "${LIANFANG_SMTP_URL:-smtp://lianfang:$(secret smtp)@127.0.0.1:$smtp_port}"; }

# smtp_ca: the certificates that the mail server's certificate is checked against.
smtp_ca() {
  if [[ -n ${LIANFANG_SMTP_URL:-} ]]; then
    printf '%s' "${LIANFANG_SMTP_CA:-/etc/ssl/certs/ca-certificates.crt}"
  else
    printf '%s' "$cert_dir/ca.crt"
  fi
}

# start_mail_catcher: the step.
start_mail_catcher() {
  local print
  if [[ -n ${LIANFANG_SMTP_URL:-} ]]; then
    result "LIANFANG_SMTP_URL"
    return
  fi
  secret smtp >/dev/null
  print=$(fingerprint "$root/deploy/mail_catcher.py" "$cert_dir/mail.crt" "$secret_dir/smtp")
  if ! process_is_current mail-catcher "$print"; then
    stop_process mail-catcher TERM 10
    # Debian's Python by its path: aiosmtpd is a Debian package, which another `python3` on the PATH would not find.
    start_process mail-catcher "$print" /usr/bin/python3 "$root/deploy/mail_catcher.py" --listen "127.0.0.1:$smtp_port" \
      --certificate "$cert_dir/mail.crt" --key "$cert_dir/mail.key" --user lianfang --password-file "$secret_dir/smtp" \
      --directory "$mail_dir"
    wait_for_start mail-catcher 60 port_is_taken "$smtp_port"
  fi
  result "on 127.0.0.1:$smtp_port, mails go to $mail_dir"
}
