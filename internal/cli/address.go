package cli

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"syscall"
)

// addressFlags say where to listen and what people call that place.
type addressFlags struct {
	Listen       string `default:"127.0.0.1:8080" help:"Address and port to listen on."`
	BaseURL      string `name:"base-url" placeholder:"URL" help:"The address that people open, such as https://help.example.com (default: the one listened on)."`
	InsecureHTTP bool   `name:"insecure-http" help:"Accept an http base URL beyond this machine. Whoever can read the traffic can then read every conversation and take over every session."`
}

// listen begins to listen and returns the base URL along with it. Addresses
// that must not be served are refused before the port is taken.
func (f addressFlags) listen() (net.Listener, *url.URL, error) {
	base, err := f.base()
	if err != nil {
		return nil, nil, err
	}
	listener, err := net.Listen("tcp", f.Listen)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, nil, advise(fmt.Errorf("another program listens on %s already", f.Listen),
			"Stop it, or choose another port, such as --listen 127.0.0.1:8081.")
	case errors.Is(err, syscall.EACCES):
		return nil, nil, advise(err, "Ports below 1024 are for the administrator of the machine: choose another with --listen.")
	case err != nil:
		return nil, nil, advise(err, "Choose an address of this machine and a port with --listen, such as 127.0.0.1:8080.")
	}
	if f.BaseURL == "" { // Port 0 has become a real one by now.
		_, port, _ := net.SplitHostPort(listener.Addr().String())
		base.Host = net.JoinHostPort(base.Hostname(), port)
	}
	return listener, base, nil
}

// base returns the base URL that is asked for. Cookies would travel in clear
// over plain http, so only this machine may be served that way.
func (f addressFlags) base() (*url.URL, error) {
	base, err := f.parseBase()
	if err != nil {
		return nil, err
	}
	if base.Scheme == "http" && !loopback(base.Hostname()) && !f.InsecureHTTP {
		return nil, advise(fmt.Errorf("with %s passwords and sessions would travel unencrypted", base),
			"Put a proxy with TLS in front and give --base-url https://…, or accept the risk with --insecure-http.")
	}
	return base, nil
}

func (f addressFlags) parseBase() (*url.URL, error) {
	if f.BaseURL == "" {
		return f.baseOfListen()
	}
	base, err := url.Parse(f.BaseURL)
	if err == nil {
		base.Path = strings.TrimSuffix(base.Path, "/")
	}
	plain := err == nil && *base == url.URL{Scheme: base.Scheme, Host: base.Host}
	if !plain || base.Hostname() == "" || base.Scheme != "http" && base.Scheme != "https" {
		return nil, fmt.Errorf("--base-url must be a scheme and a host, such as https://help.example.com, not %q", f.BaseURL)
	}
	return base, nil
}

func (f addressFlags) baseOfListen() (*url.URL, error) {
	host, port, err := net.SplitHostPort(f.Listen)
	if err != nil {
		return nil, fmt.Errorf("--listen must be an address and a port, such as 127.0.0.1:8080, not %q", f.Listen)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		return nil, advise(fmt.Errorf("--listen %s takes requests for any address", f.Listen),
			"Say with --base-url which one people open, such as https://help.example.com.")
	}
	return &url.URL{Scheme: "http", Host: net.JoinHostPort(host, port)}, nil
}

// loopback tells whether the host is this machine, by whatever name.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}
