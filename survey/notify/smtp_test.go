package notify

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// A postOffice is a mail server for tests: it speaks SMTP with STARTTLS or TLS
// from the start, asks for a sign-in if it has a user, and keeps what it is
// handed.
type postOffice struct {
	listener  net.Listener
	tls       *tls.Config
	roots     *x509.CertPool
	immediate bool     // TLS from the first byte
	noTLS     bool     // STARTTLS is not offered
	ways      string   // of AUTH, such as "PLAIN LOGIN"; "": none
	user      string   // with password
	password  string   //
	refuse    []string // answers to RCPT, one a message; then all are taken

	mu   sync.Mutex
	mail []letter
	said []string // commands, without what secrets they hold
}

// A letter is what one DATA handed over.
type letter struct {
	from      string
	to        []string
	data      string
	encrypted bool
	signedIn  bool
}

// open starts the server on loopback.
func (p *postOffice) open(t *testing.T) *postOffice {
	t.Helper()
	cert, roots := certificate(t)
	p.roots, p.tls = roots, &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if p.immediate {
		l = tls.NewListener(l, p.tls)
	}
	p.listener = l
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			serving.Go(func() { p.serve(conn) })
		}
	})
	t.Cleanup(func() { _ = l.Close(); serving.Wait() })
	return p
}

// mailer returns a client of the server.
func (p *postOffice) mailer(s Security) *Mailer {
	return &Mailer{
		Addr: p.listener.Addr().String(), Security: s, TLS: &tls.Config{RootCAs: p.roots, MinVersion: tls.VersionTLS12},
		From: address("民评办公室", "minping@example.org"), User: p.user, Password: p.password, Timeout: 20 * time.Second,
	}
}

// letters returns what came so far.
func (p *postOffice) letters() []letter {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]letter(nil), p.mail...)
}

// serve speaks with one client.
func (p *postOffice) serve(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	r, secure, signedIn := bufio.NewReader(conn), p.immediate, false
	say := func(lines ...string) {
		_, _ = conn.Write([]byte(strings.Join(lines, "\r\n") + "\r\n"))
	}
	line := func() string {
		s, err := r.ReadString('\n')
		if err != nil {
			return "QUIT"
		}
		return strings.TrimRight(s, "\r\n")
	}
	var now letter
	say("220 test")
	for {
		said := line()
		word := strings.ToUpper(strings.Fields(said + " -")[0])
		p.note(word)
		switch word {
		case "EHLO":
			hello := []string{"250-test"}
			if !secure && !p.noTLS {
				hello = append(hello, "250-STARTTLS")
			}
			if p.ways != "" {
				hello = append(hello, "250-AUTH "+p.ways)
			}
			say(append(hello, "250 8BITMIME")...)
		case "STARTTLS":
			say("220 go")
			conn = tls.Server(conn, p.tls)
			r, secure = bufio.NewReader(conn), true
		case "AUTH":
			signedIn = p.signIn(said, say, line)
			if signedIn {
				say("235 ok")
			} else {
				say("535 5.7.8 wrong name or password")
			}
		case "MAIL":
			now = letter{from: said, encrypted: secure, signedIn: signedIn}
			say("250 ok")
		case "RCPT":
			if answer := p.refusal(); answer != "" {
				say(answer)
				continue
			}
			now.to = append(now.to, said)
			say("250 ok")
		case "DATA":
			say("354 go on")
			var b strings.Builder
			for s := line(); s != "."; s = line() {
				b.WriteString(strings.TrimPrefix(s, ".") + "\r\n")
			}
			now.data = b.String()
			p.mu.Lock()
			p.mail = append(p.mail, now)
			p.mu.Unlock()
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("500 what?")
		}
	}
}

func (p *postOffice) note(word string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.said = append(p.said, word)
}

func (p *postOffice) refusal() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.refuse) == 0 {
		return ""
	}
	answer := p.refuse[0]
	p.refuse = p.refuse[1:]
	return answer
}

// signIn checks PLAIN or LOGIN.
func (p *postOffice) signIn(said string, say func(...string), line func() string) bool {
	words := strings.Fields(said)
	if words[1] == "PLAIN" {
		plain, _ := base64.StdEncoding.DecodeString(words[2])
		return string(plain) == "\x00"+p.user+"\x00"+p.password
	}
	say("334 " + base64.StdEncoding.EncodeToString([]byte("Username:")))
	user, _ := base64.StdEncoding.DecodeString(line())
	say("334 " + base64.StdEncoding.EncodeToString([]byte("Password:")))
	password, _ := base64.StdEncoding.DecodeString(line())
	return string(user) == p.user && string(password) == p.password
}

// certificate makes one for 127.0.0.1, and the authority that vouches for it.
func certificate(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	authority := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test authority"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageCertSign,
	}
	authorityKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	der, err := x509.CreateCertificate(rand.Reader, authority, authority, &authorityKey.PublicKey, authorityKey)
	must(t, err)
	root, err := x509.ParseCertificate(der)
	must(t, err)
	leaf := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "test"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	leafDER, err := x509.CreateCertificate(rand.Reader, leaf, root, &key.PublicKey, authorityKey)
	must(t, err)
	pool := x509.NewCertPool()
	pool.AddCert(root)
	return tls.Certificate{Certificate: [][]byte{leafDER}, PrivateKey: key}, pool
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
