package cli

import (
	"parley/internal/desk"
	"parley/store"
)

type userCommand struct {
	Add         userAdd         `cmd:"" help:"Add a user, who can then sign in."`
	List        userList        `cmd:"" help:"List the users."`
	SetRole     userSetRole     `cmd:"" help:"Give a user another role and sign them out."`
	SetPassword userSetPassword `cmd:"" help:"Give a user another password and sign them out."`
	Disable     userDisable     `cmd:"" help:"Sign a user out and let them in no more; what they wrote stays."`
}

type userAdd struct {
	Name  string `required:"" placeholder:"NAME" help:"Full name, as colleagues see it."`
	Email string `required:"" placeholder:"EMAIL" help:"Email address to sign in with."`
	Role  string `required:"" placeholder:"ROLE" help:"viewer, agent, manager or admin."`
	passwordFlag
}

// Run adds the user.
func (c *userAdd) Run(i *invocation) error {
	password, err := i.readPassword(c.passwordFlag)
	if err != nil {
		return err
	}
	return i.withStore(func(s *store.Store) error {
		user, err := s.AddUser(i.ctx, i.actor(), desk.UserCreate{
			Name: desk.Value(c.Name), Email: desk.Value(c.Email),
			Role: desk.Value(desk.Role(c.Role)), Password: desk.Value(password),
		})
		if err != nil {
			return err
		}
		i.say("Added %s <%s> with the role %s.", user.Name, user.Email, user.Role)
		if !user.Role.ReachesAll() {
			i.note("They see the conversations of the inboxes they belong to:\n  parley inbox add-member --inbox NAME --email %s", user.Email)
		}
		return nil
	})
}

type userList struct{}

// Run lists all users by name.
func (userList) Run(i *invocation) error {
	return i.withStore(func(s *store.Store) error {
		users, err := everyPage(func(page desk.Page) (desk.Listing[desk.User], error) {
			return s.ListUsers(i.ctx, i.actor(), page)
		})
		if err != nil {
			return err
		}
		var rows [][]string
		for _, u := range users {
			rows = append(rows, []string{u.Name, u.Email, string(u.Role), yesNo(u.Active, "active", "disabled")})
		}
		return printTable(i.Stdout, []string{"NAME", "EMAIL", "ROLE", "STATE"}, rows)
	})
}

// emailFlag names the user that a command changes.
type emailFlag struct {
	Email string `required:"" placeholder:"EMAIL" help:"Email address of the user."`
}

// changeUser runs one change of the user and says what they are now.
func (i *invocation) changeUser(change func(*store.Store) (desk.User, error), format string, args ...any) error {
	return i.withStore(func(s *store.Store) error {
		user, err := change(s)
		if err != nil {
			return adviseMissing(err, "parley user list")
		}
		i.say(user.Name+" "+format, args...)
		return nil
	})
}

type userSetRole struct {
	emailFlag
	Role string `required:"" placeholder:"ROLE" help:"viewer, agent, manager or admin."`
}

// Run gives the user the role.
func (c *userSetRole) Run(i *invocation) error {
	return i.changeUser(func(s *store.Store) (desk.User, error) {
		return s.SetRole(i.ctx, i.actor(), c.Email, desk.Role(c.Role))
	}, "has the role %s.", c.Role)
}

type userSetPassword struct {
	emailFlag
	passwordFlag
}

// Run gives the user the password.
func (c *userSetPassword) Run(i *invocation) error {
	password, err := i.readPassword(c.passwordFlag)
	if err != nil {
		return err
	}
	return i.changeUser(func(s *store.Store) (desk.User, error) {
		return s.SetPassword(i.ctx, i.actor(), c.Email, password)
	}, "has another password and is signed out everywhere.")
}

type userDisable struct{ emailFlag }

// Run disables the user.
func (c *userDisable) Run(i *invocation) error {
	return i.changeUser(func(s *store.Store) (desk.User, error) {
		return s.DisableUser(i.ctx, i.actor(), c.Email)
	}, "is disabled and signed out everywhere.")
}
