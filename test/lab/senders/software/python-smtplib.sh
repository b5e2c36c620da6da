# shellcheck shell=bash
# Python's smtplib, used as its documentation says: STARTTLS where it is offered, with ssl.create_default_context().
packages=(python3)
versions='python3 libssl3'
. "$here/software/one-shot.sh"

configure() {
  cat > "$root/lab/send.py" << 'PYTHON'
import smtplib, ssl, sys

host, to = sys.argv[1:]
try:
    client = smtplib.SMTP(host, 25, local_hostname='python-smtplib.sender.test', timeout=20)
    client.ehlo()
    if client.has_extn('starttls'):
        client.starttls(context=ssl.create_default_context())
    client.sendmail('root@python-smtplib.sender.test', [to], 'Subject: lab\r\n\r\nhello\r\n')
    print('sent')
    client.quit()
except Exception as error:
    print('error:', type(error).__name__, error)
    sys.exit(1)
PYTHON
}

submit() { once "$1" python3 /lab/send.py "$2" "$1"; }
