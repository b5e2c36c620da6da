# shellcheck shell=bash
# Go's net/smtp: SendMail, which takes STARTTLS where it is offered and then demands a certificate that fits. It has no time-out.
packages=(golang-go)
versions='golang-go'
. "$here/software/one-shot.sh"

configure() {
  cat > "$root/lab/send.go" << 'GO'
package main

import (
	"fmt"
	"net/smtp"
	"os"
)

func main() {
	message := []byte("Subject: lab\r\n\r\nhello\r\n")
	if err := smtp.SendMail(os.Args[1]+":25", nil, "root@go.sender.test", []string{os.Args[2]}, message); err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
	fmt.Println("sent")
}
GO
  here_in env HOME=/tmp GO111MODULE=off go build -o /lab/send /lab/send.go
}

submit() { once "$1" /lab/send "$2" "$1"; }
