// What the elements of some roles are called that a visitor can see, one list a role.
(sought) => sought.map((one) => seeing.all(one).filter(seeing.isShown).map(seeing.nameOf))
