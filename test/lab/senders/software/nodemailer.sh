# shellcheck shell=bash
# nodemailer on Node.js with its defaults: STARTTLS where it is offered, and then a certificate that fits.
packages=(nodejs node-nodemailer)
versions='node-nodemailer nodejs'
# Its socketTimeout is ten minutes.
clock_seconds=660
. "$here/software/one-shot.sh"

configure() {
  cat > "$root/lab/send.cjs" << 'JS'
const nodemailer = require('nodemailer');
const [host, to] = process.argv.slice(2);
const message = { from: 'root@nodemailer.sender.test', to, subject: 'lab', text: 'hello' };
nodemailer
  .createTransport({ host, port: 25, name: 'nodemailer.sender.test' })
  .sendMail(message)
  .then(
    ({ response }) => {
      console.log('sent', response);
      process.exit(0);
    },
    (error) => {
      console.log('error:', error.code, error.message);
      process.exit(1);
    },
  );
JS
}

submit() { once "$1" env NODE_EXTRA_CA_CERTS=/etc/ssl/certs/lab.pem node /lab/send.cjs "$2" "$1"; }
